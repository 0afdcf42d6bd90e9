-- Actions of the plan that a regency has set for itself, beside those of the national list.
CREATE TABLE local_action (
    regency    TEXT   NOT NULL,
    id         TEXT   NOT NULL,
    title      TEXT   NOT NULL,
    measure    TEXT   NOT NULL,
    unit       TEXT   NOT NULL,
    basis      TEXT   NOT NULL,
    from_year  BIGINT NOT NULL,
    to_year    BIGINT,
    revision   BIGINT NOT NULL,
    changed_by TEXT   NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (regency, id)
);
