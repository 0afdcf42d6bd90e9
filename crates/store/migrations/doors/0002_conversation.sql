-- What comes through a door: conversations, their parts, and what becomes of them. Every part is sealed before it comes here. Ids are random and
-- tables have no order of rows, days are the only times, so that nobody who reads the tables learns who came when.
CREATE TABLE conversation (
    regency   TEXT NOT NULL,
    id        TEXT NOT NULL,
    desk      TEXT NOT NULL,
    address   TEXT NOT NULL,
    reply_to  TEXT NOT NULL,
    signer    TEXT NOT NULL,
    came_on   TEXT NOT NULL,
    PRIMARY KEY (regency, id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX conversation_by_address ON conversation (address);
CREATE INDEX conversation_by_desk ON conversation (desk, came_on, id);

CREATE TABLE part (
    regency       TEXT   NOT NULL,
    conversation  TEXT   NOT NULL,
    n             BIGINT NOT NULL,
    author        TEXT   NOT NULL,
    came_on       TEXT   NOT NULL,
    body          BYTES  NOT NULL,
    files         TEXT   NOT NULL,
    signature     TEXT   NOT NULL,
    leaf          TEXT   NOT NULL,
    PRIMARY KEY (regency, conversation, n)
) WITHOUT ROWID;

-- The digests of what came, by day: they stay when what came is erased, and their root is an entry of the ledger.
CREATE TABLE arrival_leaf (
    regency  TEXT NOT NULL,
    day      TEXT NOT NULL,
    leaf     TEXT NOT NULL,
    PRIMARY KEY (regency, day, leaf)
) WITHOUT ROWID;

CREATE TABLE arrival_day (
    regency  TEXT NOT NULL,
    day      TEXT NOT NULL,
    root     TEXT NOT NULL,
    PRIMARY KEY (regency, day)
);

CREATE TABLE handling (
    regency      TEXT   NOT NULL,
    id           TEXT   NOT NULL,
    desk         TEXT   NOT NULL,
    state        TEXT   NOT NULL,
    outcome      TEXT   NOT NULL,
    assigned     TEXT   NOT NULL,
    answered_on  TEXT   NOT NULL,
    closed_on    TEXT   NOT NULL,
    same_as      TEXT   NOT NULL,
    revision     BIGINT NOT NULL,
    changed_by   TEXT   NOT NULL,
    changed_at   BIGINT NOT NULL,
    PRIMARY KEY (regency, id)
);
CREATE INDEX handling_by_desk ON handling (desk, state);
