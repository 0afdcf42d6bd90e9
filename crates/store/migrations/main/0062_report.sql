-- What agencies report of a term: the report with its state, what was reached of each row of the plan, and rows that were given up.
CREATE TABLE report (
    regency    TEXT   NOT NULL,
    year       BIGINT NOT NULL,
    term       TEXT   NOT NULL,
    agency     TEXT   NOT NULL,
    state      TEXT   NOT NULL,
    nil        BIGINT NOT NULL,
    note       TEXT   NOT NULL,
    reason     TEXT   NOT NULL,
    sent_on    TEXT   NOT NULL,
    sent_by    TEXT   NOT NULL,
    on_behalf  BIGINT NOT NULL,
    checked_by TEXT   NOT NULL,
    checked_at BIGINT,
    revision   BIGINT NOT NULL,
    changed_by TEXT   NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (regency, year, term, agency)
);

CREATE TABLE realisation (
    regency    TEXT   NOT NULL,
    year       BIGINT NOT NULL,
    term       TEXT   NOT NULL,
    agency     TEXT   NOT NULL,
    plan_row   TEXT   NOT NULL,
    value      BIGINT,
    spent      BIGINT,
    activities TEXT   NOT NULL,
    obstacle   TEXT   NOT NULL,
    follow_up  TEXT   NOT NULL,
    revision   BIGINT NOT NULL,
    changed_by TEXT   NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (regency, year, term, agency, plan_row)
);

CREATE TABLE plan_withdrawal (
    regency TEXT NOT NULL,
    year    BIGINT NOT NULL,
    agency  TEXT NOT NULL,
    id      TEXT NOT NULL,
    since   TEXT NOT NULL,
    reason  TEXT NOT NULL,
    PRIMARY KEY (regency, year, agency, id)
);
