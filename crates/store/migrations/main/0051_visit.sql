-- Monitoring visits to a village, and what is to follow from anything: what, who, until when.
CREATE TABLE visit (
    regency     TEXT   NOT NULL,
    village     TEXT   NOT NULL,
    id          TEXT   NOT NULL,
    visited_on  TEXT   NOT NULL,
    office      TEXT   NOT NULL,
    checklist   TEXT   NOT NULL,
    findings    TEXT   NOT NULL,
    recorded_at BIGINT NOT NULL,
    revision    BIGINT NOT NULL,
    changed_by  TEXT   NOT NULL,
    changed_at  BIGINT NOT NULL,
    PRIMARY KEY (regency, village, id)
);

CREATE TABLE follow_up (
    regency     TEXT   NOT NULL,
    village     TEXT   NOT NULL,
    id          TEXT   NOT NULL,
    about       TEXT   NOT NULL,
    what        TEXT   NOT NULL,
    owner       TEXT   NOT NULL,
    due_on      TEXT   NOT NULL,
    done_on     TEXT   NOT NULL,
    result      TEXT   NOT NULL,
    revision    BIGINT NOT NULL,
    changed_by  TEXT   NOT NULL,
    changed_at  BIGINT NOT NULL,
    PRIMARY KEY (regency, village, id)
);
