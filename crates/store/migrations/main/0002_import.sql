-- A file of answers that was uploaded: first a preview, then confirmed, perhaps undone as one.
CREATE TABLE import (
    regency     TEXT   NOT NULL,
    id          TEXT   NOT NULL,
    instrument  TEXT   NOT NULL,
    year        BIGINT NOT NULL,
    sheet       TEXT   NOT NULL,
    file        TEXT   NOT NULL,
    file_name   TEXT   NOT NULL,
    state       TEXT   NOT NULL,
    summary     TEXT   NOT NULL,
    before      TEXT   NOT NULL,
    made_by     TEXT   NOT NULL,
    made_at     BIGINT NOT NULL,
    PRIMARY KEY (regency, id)
);
