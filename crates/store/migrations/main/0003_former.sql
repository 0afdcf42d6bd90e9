-- What a record said before an entry changed it. With the ledger's list of changed rows the past can be read as it was
-- known (ADR 0013); `sequence` is the entry that replaced it.
CREATE TABLE former (
    regency   TEXT   NOT NULL,
    subject   TEXT   NOT NULL,
    sequence  BIGINT NOT NULL,
    body      TEXT   NOT NULL,
    PRIMARY KEY (regency, subject, sequence)
);
CREATE INDEX former_by_entry ON former (regency, sequence);
CREATE INDEX ledger_entry_by_time ON ledger_entry (chain, recorded_at);
