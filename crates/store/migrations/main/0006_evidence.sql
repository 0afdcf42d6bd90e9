-- Files that prove something: a sheet's values, the boundaries. The file lies beside the database under its digest.
CREATE TABLE evidence (
    regency   TEXT   NOT NULL,
    id        TEXT   NOT NULL,
    subject   TEXT   NOT NULL,
    file      TEXT   NOT NULL,
    name      TEXT   NOT NULL,
    kind      TEXT   NOT NULL,
    bytes     BIGINT NOT NULL,
    active    BIGINT NOT NULL,
    note      TEXT   NOT NULL,
    added_by  TEXT   NOT NULL,
    added_at  BIGINT NOT NULL,
    PRIMARY KEY (regency, id)
);
CREATE INDEX evidence_by_subject ON evidence (regency, subject);
