-- What was observed where in which week: no person, no words. Ids are random, so that their order tells nothing; the author is kept
-- so that an entry can be taken back, and is never read together with others'.
CREATE TABLE observation (
    regency  TEXT NOT NULL,
    id       TEXT NOT NULL,
    village  TEXT NOT NULL,
    kind     TEXT NOT NULL,
    week     TEXT NOT NULL,
    author   TEXT NOT NULL,
    PRIMARY KEY (regency, id)
);
CREATE INDEX observation_by_week ON observation (regency, week, village, kind);
CREATE INDEX observation_by_author ON observation (regency, author, week);
