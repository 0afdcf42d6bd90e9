-- Rounds that took over a rule of the nation, with the version they had before.
CREATE TABLE rule_taken (
    regency     TEXT   NOT NULL,
    instrument  TEXT   NOT NULL,
    year        BIGINT NOT NULL,
    version     TEXT   NOT NULL,
    before      TEXT   NOT NULL,
    PRIMARY KEY (regency, instrument, year, version)
);
