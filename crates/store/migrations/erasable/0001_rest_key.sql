-- A key for each conversation of a door, under which its parts are wrapped once more. Erasing it closes the conversation for everyone, in every
-- backup of the contents too.
CREATE TABLE rest_key (
    door  TEXT  NOT NULL,
    id    TEXT  NOT NULL,
    key   BYTES NOT NULL,
    PRIMARY KEY (door, id)
) WITHOUT ROWID;
