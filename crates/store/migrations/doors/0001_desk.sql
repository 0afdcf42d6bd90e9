-- Desks of a door and their keys. Nothing here opens anything: private keys are wrapped by passphrases, the desk's secret is
-- sealed to its members, and for recovery to the two custodians, one inside the other.
CREATE TABLE holder (
    regency     TEXT   NOT NULL,
    account     TEXT   NOT NULL,
    recipient   TEXT   NOT NULL,
    verify      TEXT   NOT NULL,
    wrapped     TEXT   NOT NULL,
    revision    BIGINT NOT NULL,
    changed_by  TEXT   NOT NULL,
    changed_at  BIGINT NOT NULL,
    PRIMARY KEY (regency, account)
);

CREATE TABLE desk (
    regency     TEXT   NOT NULL,
    id          TEXT   NOT NULL,
    kind        TEXT   NOT NULL,
    office      TEXT   NOT NULL,
    keyring     BIGINT NOT NULL,
    rehearsed   TEXT   NOT NULL,
    opened      BIGINT NOT NULL,
    revision    BIGINT NOT NULL,
    changed_by  TEXT   NOT NULL,
    changed_at  BIGINT NOT NULL,
    PRIMARY KEY (regency, id)
);

CREATE TABLE seat (
    regency  TEXT   NOT NULL,
    desk     TEXT   NOT NULL,
    account  TEXT   NOT NULL,
    home     TEXT   NOT NULL,
    part     TEXT   NOT NULL,
    told     BIGINT NOT NULL,
    PRIMARY KEY (regency, desk, account)
);
CREATE INDEX seat_by_account ON seat (account);

CREATE TABLE keyring (
    regency      TEXT   NOT NULL,
    desk         TEXT   NOT NULL,
    version      BIGINT NOT NULL,
    body         TEXT   NOT NULL,
    signature_1  TEXT   NOT NULL,
    signature_2  TEXT   NOT NULL,
    recovery     TEXT   NOT NULL,
    proposed_by  TEXT   NOT NULL,
    PRIMARY KEY (regency, desk, version)
);

CREATE TABLE share (
    regency  TEXT   NOT NULL,
    desk     TEXT   NOT NULL,
    version  BIGINT NOT NULL,
    account  TEXT   NOT NULL,
    sealed   TEXT   NOT NULL,
    opened   BIGINT NOT NULL,
    PRIMARY KEY (regency, desk, version, account)
);

CREATE TABLE recovering (
    regency   TEXT   NOT NULL,
    desk      TEXT   NOT NULL,
    id        TEXT   NOT NULL,
    version   BIGINT NOT NULL,
    account   TEXT   NOT NULL,
    home      TEXT   NOT NULL,
    recipient TEXT   NOT NULL,
    trial     BIGINT NOT NULL,
    reason    TEXT   NOT NULL,
    step      TEXT   NOT NULL,
    sealed    TEXT   NOT NULL,
    PRIMARY KEY (regency, desk, id)
);
