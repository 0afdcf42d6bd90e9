-- Official papers: what stands at their head, who signs them since when, and the papers themselves. Names of persons lie apart.
CREATE TABLE letterhead (
    regency    TEXT   NOT NULL,
    government TEXT   NOT NULL,
    office     TEXT   NOT NULL,
    address    TEXT   NOT NULL,
    place      TEXT   NOT NULL,
    arms       TEXT   NOT NULL,
    revision   BIGINT NOT NULL,
    changed_by TEXT   NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (regency)
);

CREATE TABLE signatory (
    regency    TEXT   NOT NULL,
    id         TEXT   NOT NULL,
    agency     TEXT   NOT NULL,
    on_behalf  TEXT   NOT NULL,
    office     TEXT   NOT NULL,
    person     TEXT   NOT NULL,
    since      TEXT   NOT NULL,
    until      TEXT   NOT NULL,
    revision   BIGINT NOT NULL,
    changed_by TEXT   NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (regency, id)
);

CREATE TABLE signatory_person (
    regency   TEXT NOT NULL,
    signatory TEXT NOT NULL,
    salt      TEXT NOT NULL,
    name      TEXT NOT NULL,
    rank      TEXT NOT NULL,
    number    TEXT NOT NULL,
    PRIMARY KEY (regency, signatory)
);

CREATE TABLE paper (
    regency    TEXT   NOT NULL,
    id         TEXT   NOT NULL,
    kind       TEXT   NOT NULL,
    about      TEXT   NOT NULL,
    lang       TEXT   NOT NULL,
    number     TEXT   NOT NULL,
    dated      TEXT   NOT NULL,
    signatory  TEXT   NOT NULL,
    state      TEXT   NOT NULL,
    facts      TEXT   NOT NULL,
    arms       TEXT   NOT NULL,
    reason     TEXT   NOT NULL,
    revision   BIGINT NOT NULL,
    changed_by TEXT   NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (regency, id)
);
