-- Agencies of the action plan, what they were called when, and who speaks for them since when.
CREATE TABLE agency (
    regency    TEXT   NOT NULL,
    id         TEXT   NOT NULL,
    kind       TEXT   NOT NULL,
    parent     TEXT   NOT NULL,
    district   TEXT   NOT NULL,
    reports    BIGINT NOT NULL,
    since      TEXT   NOT NULL,
    until      TEXT   NOT NULL,
    successor  TEXT   NOT NULL,
    reason     TEXT   NOT NULL,
    note       TEXT   NOT NULL,
    revision   BIGINT NOT NULL,
    changed_by TEXT   NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (regency, id)
);

CREATE TABLE agency_name (
    regency TEXT NOT NULL,
    agency  TEXT NOT NULL,
    since   TEXT NOT NULL,
    name    TEXT NOT NULL,
    short   TEXT NOT NULL,
    PRIMARY KEY (regency, agency, since)
);

CREATE TABLE liaison (
    regency TEXT NOT NULL,
    agency  TEXT NOT NULL,
    id      TEXT NOT NULL,
    account TEXT NOT NULL,
    since   TEXT NOT NULL,
    until   TEXT NOT NULL,
    PRIMARY KEY (regency, agency, id)
);
