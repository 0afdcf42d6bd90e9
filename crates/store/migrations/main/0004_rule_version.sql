-- Rules that an office has made from others: written, proposed, activated by a second person, undone.
CREATE TABLE rule_version (
    regency       TEXT   NOT NULL,
    id            TEXT   NOT NULL,
    version       TEXT   NOT NULL,
    based_on      TEXT   NOT NULL,
    source        TEXT   NOT NULL,
    state         TEXT   NOT NULL,
    revision      BIGINT NOT NULL,
    changed_by    TEXT   NOT NULL,
    changed_at    BIGINT NOT NULL,
    valid_from    TEXT   NOT NULL,
    activated_by  TEXT   NOT NULL,
    activated_at  BIGINT,
    before        TEXT   NOT NULL,
    PRIMARY KEY (regency, id, version)
);
