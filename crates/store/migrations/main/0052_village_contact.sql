-- Who is responsible for a village's programme, and the number to call. Not a record: the ledger says that it was kept, not
-- what it says, so that it can be changed and taken away for good.
CREATE TABLE village_contact (
    regency  TEXT NOT NULL,
    village  TEXT NOT NULL,
    name     TEXT NOT NULL,
    phone    TEXT NOT NULL,
    kept_at  BIGINT NOT NULL,
    PRIMARY KEY (regency, village)
);
