-- Tables that grow begin their key with the regency, so that a sharding engine can spread them (ADR 0002); what is
-- looked up by a secret or a sign-in name (login, slip, session) begins with that.
-- Instants are milliseconds since 1970 UTC; dates are ISO texts; lists and outcomes are JSON payload, never queried.
CREATE TABLE installation (
    regency  TEXT NOT NULL,
    name     TEXT NOT NULL,
    value    TEXT NOT NULL,
    PRIMARY KEY (regency, name)
);

CREATE TABLE region_revision (
    regency      TEXT NOT NULL,
    code         TEXT NOT NULL,
    name         TEXT NOT NULL,
    valid_from   TEXT,
    valid_until  TEXT,
    successors   TEXT NOT NULL,
    PRIMARY KEY (regency, code)
);

CREATE TABLE village_figures (
    regency     TEXT   NOT NULL,
    village     TEXT   NOT NULL,
    as_of       TEXT   NOT NULL,
    residents   BIGINT,
    households  BIGINT,
    source      TEXT   NOT NULL,
    PRIMARY KEY (regency, village, as_of)
);

CREATE TABLE village_shape (
    regency    TEXT NOT NULL,
    village    TEXT NOT NULL,
    longitude  DOUBLE PRECISION NOT NULL,
    latitude   DOUBLE PRECISION NOT NULL,
    rings      TEXT NOT NULL,
    source     TEXT NOT NULL,
    PRIMARY KEY (regency, village)
);

CREATE TABLE account (
    regency        TEXT   NOT NULL,
    id             TEXT   NOT NULL,
    role           TEXT   NOT NULL,
    scope          TEXT   NOT NULL,
    login          TEXT   NOT NULL,
    person         TEXT   NOT NULL,
    secret         TEXT   NOT NULL,
    totp           TEXT   NOT NULL,
    active         BIGINT NOT NULL,
    created_at     BIGINT NOT NULL,
    PRIMARY KEY (regency, id)
);

-- What is known of the person behind an account; erasable, the account keeps its salted commitment.
CREATE TABLE account_person (
    regency  TEXT NOT NULL,
    account  TEXT NOT NULL,
    salt     TEXT NOT NULL,
    name     TEXT NOT NULL,
    PRIMARY KEY (regency, account)
);

-- Which account a sign-in name belongs to.
CREATE TABLE login (
    login    TEXT NOT NULL PRIMARY KEY,
    regency  TEXT NOT NULL,
    account  TEXT NOT NULL
);

CREATE TABLE slip (
    token       TEXT   NOT NULL PRIMARY KEY,
    regency     TEXT   NOT NULL,
    account     TEXT   NOT NULL,
    made_at     BIGINT NOT NULL,
    expires_at  BIGINT NOT NULL,
    used_at     BIGINT
);

CREATE TABLE session (
    token         TEXT   NOT NULL PRIMARY KEY,
    regency       TEXT   NOT NULL,
    account       TEXT   NOT NULL,
    made_at       BIGINT NOT NULL,
    seen_at       BIGINT NOT NULL,
    device        TEXT   NOT NULL,
    confirmed     BIGINT NOT NULL
);
CREATE INDEX session_by_account ON session (regency, account);

-- A rule exactly as it was when a round was opened with it.
CREATE TABLE instrument (
    regency  TEXT NOT NULL,
    id       TEXT NOT NULL,
    version  TEXT NOT NULL,
    source   TEXT NOT NULL,
    PRIMARY KEY (regency, id, version)
);

CREATE TABLE round (
    regency     TEXT   NOT NULL,
    instrument  TEXT   NOT NULL,
    year        BIGINT NOT NULL,
    version     TEXT   NOT NULL,
    due_on      TEXT   NOT NULL,
    opened_at   BIGINT NOT NULL,
    locked_at   BIGINT,
    PRIMARY KEY (regency, instrument, year)
);

CREATE TABLE submission (
    regency     TEXT   NOT NULL,
    instrument  TEXT   NOT NULL,
    year        BIGINT NOT NULL,
    village     TEXT   NOT NULL,
    sheet       TEXT   NOT NULL,
    state       TEXT   NOT NULL,
    nil         BIGINT NOT NULL,
    reason      TEXT   NOT NULL,
    revision    BIGINT NOT NULL,
    changed_by  TEXT   NOT NULL,
    changed_at  BIGINT NOT NULL,
    PRIMARY KEY (regency, instrument, year, village, sheet)
);

CREATE TABLE answer (
    regency     TEXT   NOT NULL,
    instrument  TEXT   NOT NULL,
    year        BIGINT NOT NULL,
    village     TEXT   NOT NULL,
    item        TEXT   NOT NULL,
    value       TEXT   NOT NULL,
    source      TEXT   NOT NULL,
    as_of       TEXT   NOT NULL,
    changed_by  TEXT   NOT NULL,
    changed_at  BIGINT NOT NULL,
    PRIMARY KEY (regency, instrument, year, village, item)
);

CREATE TABLE score (
    regency     TEXT   NOT NULL,
    instrument  TEXT   NOT NULL,
    year        BIGINT NOT NULL,
    village     TEXT   NOT NULL,
    version     TEXT   NOT NULL,
    mildest     TEXT   NOT NULL,
    worst       TEXT   NOT NULL,
    present     TEXT   NOT NULL,
    input       TEXT   NOT NULL,
    PRIMARY KEY (regency, instrument, year, village)
);

CREATE TABLE decision (
    regency     TEXT   NOT NULL,
    instrument  TEXT   NOT NULL,
    year        BIGINT NOT NULL,
    village     TEXT   NOT NULL,
    class       TEXT   NOT NULL,
    computed    TEXT   NOT NULL,
    reason      TEXT   NOT NULL,
    decided_by  TEXT   NOT NULL,
    decided_at  BIGINT NOT NULL,
    PRIMARY KEY (regency, instrument, year, village)
);
