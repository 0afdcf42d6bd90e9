-- Work that the program does by itself. No records: what a job changes is in the ledger, the job is not.
CREATE TABLE job (
    regency      TEXT   NOT NULL,
    id           TEXT   NOT NULL,
    kind         TEXT   NOT NULL,
    state        TEXT   NOT NULL,
    run_at       BIGINT NOT NULL,
    attempts     BIGINT NOT NULL,
    done         BIGINT NOT NULL,
    total        BIGINT NOT NULL,
    said         TEXT   NOT NULL,
    started_at   BIGINT,
    finished_at  BIGINT,
    PRIMARY KEY (regency, id)
);
CREATE INDEX job_by_time ON job (state, run_at);

-- Where a person wants to be reminded; theirs to set and to take away, erased with the person.
CREATE TABLE contact (
    regency   TEXT NOT NULL,
    account   TEXT NOT NULL,
    address   TEXT NOT NULL,
    language  TEXT NOT NULL,
    PRIMARY KEY (regency, account)
);

-- The calendar of a person's dates, under a secret address that can be revoked.
CREATE TABLE feed (
    token     TEXT   NOT NULL PRIMARY KEY,
    regency   TEXT   NOT NULL,
    account   TEXT   NOT NULL,
    language  TEXT   NOT NULL,
    made_at   BIGINT NOT NULL
);

-- What was sent to whom, and what failed.
CREATE TABLE delivery (
    regency  TEXT   NOT NULL,
    id       TEXT   NOT NULL,
    account  TEXT   NOT NULL,
    sent_at  BIGINT NOT NULL,
    tasks    BIGINT NOT NULL,
    state    TEXT   NOT NULL,
    said     TEXT   NOT NULL,
    PRIMARY KEY (regency, id)
);
