-- What became of the reports of a month, as anyone may know it: rounded counts, and the digests of what came among others that stand for nothing.
CREATE TABLE told_month (
    regency       TEXT NOT NULL,
    month         TEXT NOT NULL,
    counts        TEXT NOT NULL,
    marks         TEXT NOT NULL,
    root          TEXT NOT NULL,
    published_on  TEXT NOT NULL,
    PRIMARY KEY (regency, month)
);
-- A conversation that is erased is still one that came on that day.
ALTER TABLE handling ADD COLUMN came_on TEXT NOT NULL DEFAULT '';
UPDATE handling SET came_on = COALESCE((SELECT c.came_on FROM conversation c WHERE c.regency = handling.regency AND c.id = handling.id), '');
