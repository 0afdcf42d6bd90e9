-- Names that reporters gave all the same: asked for by a member with a reason, a layer taken off by each custodian, then only sealed to the desk.
CREATE TABLE unsealing (
    regency       TEXT   NOT NULL,
    desk          TEXT   NOT NULL,
    id            TEXT   NOT NULL,
    conversation  TEXT   NOT NULL,
    account       TEXT   NOT NULL,
    reason        TEXT   NOT NULL,
    step          TEXT   NOT NULL,
    sealed        TEXT   NOT NULL,
    PRIMARY KEY (regency, desk, id)
);
