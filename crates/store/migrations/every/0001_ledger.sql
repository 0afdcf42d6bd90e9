-- The ledger, the same in each of the three stores. A chain is a regency code, or 'system'.
CREATE TABLE ledger_head (
    chain     TEXT   NOT NULL PRIMARY KEY,
    sequence  BIGINT NOT NULL,
    hash      TEXT   NOT NULL
);

CREATE TABLE ledger_entry (
    chain        TEXT   NOT NULL,
    sequence     BIGINT NOT NULL,
    recorded_at  BIGINT NOT NULL,
    actor        TEXT   NOT NULL,
    action       TEXT   NOT NULL,
    body         TEXT   NOT NULL,
    rows_root    TEXT   NOT NULL,
    previous     TEXT   NOT NULL,
    hash         TEXT   NOT NULL,
    PRIMARY KEY (chain, sequence)
);

-- What each entry left behind: the digest of every row it wrote, '' for a row it removed.
CREATE TABLE ledger_row (
    chain     TEXT   NOT NULL,
    sequence  BIGINT NOT NULL,
    position  BIGINT NOT NULL,
    subject   TEXT   NOT NULL,
    state     TEXT   NOT NULL,
    PRIMARY KEY (chain, sequence, position)
);
CREATE INDEX ledger_row_by_subject ON ledger_row (chain, subject, sequence);

CREATE TABLE ledger_checkpoint (
    made_at  BIGINT NOT NULL PRIMARY KEY,
    body     TEXT   NOT NULL
);
