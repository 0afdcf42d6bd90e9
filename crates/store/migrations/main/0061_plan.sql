-- What agencies plan for a year: a row for each activity under an action of the list.
CREATE TABLE plan_row (
    regency    TEXT   NOT NULL,
    year       BIGINT NOT NULL,
    agency     TEXT   NOT NULL,
    id         TEXT   NOT NULL,
    action     TEXT   NOT NULL,
    activity   TEXT   NOT NULL,
    output     TEXT   NOT NULL,
    measure    TEXT   NOT NULL,
    unit       TEXT   NOT NULL,
    targets    TEXT   NOT NULL,
    starts_on  TEXT   NOT NULL,
    ends_on    TEXT   NOT NULL,
    owner      TEXT   NOT NULL,
    partners   TEXT   NOT NULL,
    budget     BIGINT,
    source     TEXT   NOT NULL,
    copied     TEXT   NOT NULL,
    revision   BIGINT NOT NULL,
    changed_by TEXT   NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (regency, year, agency, id)
);
