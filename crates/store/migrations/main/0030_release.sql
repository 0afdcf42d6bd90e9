-- Totals that have left the office: the tables as published, and beside them the true values that later releases need.
CREATE TABLE totals_release (
    regency     TEXT   NOT NULL,
    id          TEXT   NOT NULL,
    instrument  TEXT   NOT NULL,
    year        BIGINT NOT NULL,
    made_at     BIGINT NOT NULL,
    made_by     TEXT   NOT NULL,
    disclosure  TEXT   NOT NULL,
    digest      TEXT   NOT NULL,
    tables      TEXT   NOT NULL,
    held        TEXT   NOT NULL,
    PRIMARY KEY (regency, id)
);
