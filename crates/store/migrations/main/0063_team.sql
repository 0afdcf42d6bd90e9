-- The integrated team, its meetings and what they decided; law and agreements with the steps they took.
CREATE TABLE team (
    regency    TEXT   NOT NULL,
    id         TEXT   NOT NULL,
    place      TEXT   NOT NULL,
    number     TEXT   NOT NULL,
    dated      TEXT   NOT NULL,
    until      TEXT   NOT NULL,
    members    TEXT   NOT NULL,
    revision   BIGINT NOT NULL,
    changed_by TEXT   NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (regency, id)
);

CREATE TABLE meeting (
    regency    TEXT   NOT NULL,
    id         TEXT   NOT NULL,
    kind       TEXT   NOT NULL,
    title      TEXT   NOT NULL,
    held_on    TEXT   NOT NULL,
    begins     TEXT   NOT NULL,
    venue      TEXT   NOT NULL,
    agenda     TEXT   NOT NULL,
    invited    TEXT   NOT NULL,
    state      TEXT   NOT NULL,
    attended   TEXT   NOT NULL,
    guests     TEXT   NOT NULL,
    minutes    TEXT   NOT NULL,
    revision   BIGINT NOT NULL,
    changed_by TEXT   NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (regency, id)
);

CREATE TABLE commitment (
    regency    TEXT   NOT NULL,
    id         TEXT   NOT NULL,
    meeting    TEXT   NOT NULL,
    what       TEXT   NOT NULL,
    agency     TEXT   NOT NULL,
    law        TEXT   NOT NULL,
    first_due  TEXT   NOT NULL,
    due_on     TEXT   NOT NULL,
    state      TEXT   NOT NULL,
    ended_on   TEXT   NOT NULL,
    result     TEXT   NOT NULL,
    revision   BIGINT NOT NULL,
    changed_by TEXT   NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (regency, id)
);

CREATE TABLE law (
    regency    TEXT   NOT NULL,
    id         TEXT   NOT NULL,
    kind       TEXT   NOT NULL,
    number     TEXT   NOT NULL,
    title      TEXT   NOT NULL,
    parties    TEXT   NOT NULL,
    state      TEXT   NOT NULL,
    dated      TEXT   NOT NULL,
    until      TEXT   NOT NULL,
    replaces   TEXT   NOT NULL,
    agency     TEXT   NOT NULL,
    next_step  TEXT   NOT NULL,
    due_on     TEXT   NOT NULL,
    note       TEXT   NOT NULL,
    revision   BIGINT NOT NULL,
    changed_by TEXT   NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (regency, id)
);

CREATE TABLE law_step (
    regency    TEXT   NOT NULL,
    law        TEXT   NOT NULL,
    id         TEXT   NOT NULL,
    state      TEXT   NOT NULL,
    happened   TEXT   NOT NULL,
    noted_by   TEXT   NOT NULL,
    noted_at   BIGINT NOT NULL,
    PRIMARY KEY (regency, law, id)
);

CREATE TABLE lateness_shown (
    regency    TEXT   NOT NULL,
    meeting    TEXT   NOT NULL,
    since      TEXT   NOT NULL,
    until      TEXT   NOT NULL,
    PRIMARY KEY (regency, meeting)
);
