-- What villages do. Money is in whole rupiah, days are ISO dates; a milestone may know only the month or the year.
CREATE TABLE milestone (
    regency      TEXT   NOT NULL,
    village      TEXT   NOT NULL,
    id           TEXT   NOT NULL,
    kind         TEXT   NOT NULL,
    happened_on  TEXT   NOT NULL,
    ended_on     TEXT   NOT NULL,
    number       TEXT   NOT NULL,
    issuer       TEXT   NOT NULL,
    decree       TEXT   NOT NULL,
    quantity     BIGINT,
    note         TEXT   NOT NULL,
    reason       TEXT   NOT NULL,
    recovery     TEXT   NOT NULL,
    recorded_at  BIGINT NOT NULL,
    revision     BIGINT NOT NULL,
    changed_by   TEXT   NOT NULL,
    changed_at   BIGINT NOT NULL,
    PRIMARY KEY (regency, village, id)
);

CREATE TABLE decree (
    regency     TEXT   NOT NULL,
    id          TEXT   NOT NULL,
    number      TEXT   NOT NULL,
    dated       TEXT   NOT NULL,
    issuer      TEXT   NOT NULL,
    title       TEXT   NOT NULL,
    revision    BIGINT NOT NULL,
    changed_by  TEXT   NOT NULL,
    changed_at  BIGINT NOT NULL,
    PRIMARY KEY (regency, id)
);

CREATE TABLE budget_line (
    regency      TEXT   NOT NULL,
    village      TEXT   NOT NULL,
    id           TEXT   NOT NULL,
    year         BIGINT NOT NULL,
    document     TEXT   NOT NULL,
    source       TEXT   NOT NULL,
    purpose      TEXT   NOT NULL,
    planned      BIGINT NOT NULL,
    absorbed     BIGINT,
    number       TEXT   NOT NULL,
    dated        TEXT   NOT NULL,
    recorded_at  BIGINT NOT NULL,
    revision     BIGINT NOT NULL,
    changed_by   TEXT   NOT NULL,
    changed_at   BIGINT NOT NULL,
    PRIMARY KEY (regency, village, id)
);

CREATE TABLE membership (
    regency      TEXT   NOT NULL,
    village      TEXT   NOT NULL,
    programme    TEXT   NOT NULL,
    environment  TEXT   NOT NULL,
    since        TEXT   NOT NULL,
    until        TEXT   NOT NULL,
    work_unit    TEXT   NOT NULL,
    funding      TEXT   NOT NULL,
    link         TEXT   NOT NULL,
    note         TEXT   NOT NULL,
    revision     BIGINT NOT NULL,
    changed_by   TEXT   NOT NULL,
    changed_at   BIGINT NOT NULL,
    PRIMARY KEY (regency, village, programme, environment)
);

CREATE TABLE environment (
    regency     TEXT   NOT NULL,
    village     TEXT   NOT NULL,
    id          TEXT   NOT NULL,
    kind        TEXT   NOT NULL,
    name        TEXT   NOT NULL,
    changed_by  TEXT   NOT NULL,
    changed_at  BIGINT NOT NULL,
    PRIMARY KEY (regency, village, id)
);

CREATE TABLE intervention (
    regency     TEXT   NOT NULL,
    village     TEXT   NOT NULL,
    id          TEXT   NOT NULL,
    year        BIGINT NOT NULL,
    kind        TEXT   NOT NULL,
    items       TEXT   NOT NULL,
    owner       TEXT   NOT NULL,
    due_on      TEXT   NOT NULL,
    budget      TEXT   NOT NULL,
    measure     TEXT   NOT NULL,
    goal        TEXT   NOT NULL,
    state       TEXT   NOT NULL,
    ended_on    TEXT   NOT NULL,
    result      TEXT   NOT NULL,
    revision    BIGINT NOT NULL,
    changed_by  TEXT   NOT NULL,
    changed_at  BIGINT NOT NULL,
    PRIMARY KEY (regency, village, id)
);

CREATE TABLE target (
    regency     TEXT   NOT NULL,
    id          TEXT   NOT NULL,
    output      TEXT   NOT NULL,
    title       TEXT   NOT NULL,
    set_by      TEXT   NOT NULL,
    document    TEXT   NOT NULL,
    dated       TEXT   NOT NULL,
    words       TEXT   NOT NULL,
    base        BIGINT NOT NULL,
    readings    TEXT   NOT NULL,
    adopted     BIGINT NOT NULL,
    note        TEXT   NOT NULL,
    revision    BIGINT NOT NULL,
    changed_by  TEXT   NOT NULL,
    changed_at  BIGINT NOT NULL,
    PRIMARY KEY (regency, id)
);

CREATE TABLE help_place (
    regency     TEXT   NOT NULL,
    id          TEXT   NOT NULL,
    name        TEXT   NOT NULL,
    kind        TEXT   NOT NULL,
    village     TEXT   NOT NULL,
    address     TEXT   NOT NULL,
    phone       TEXT   NOT NULL,
    hours       TEXT   NOT NULL,
    services    TEXT   NOT NULL,
    capacity    TEXT   NOT NULL,
    note        TEXT   NOT NULL,
    latitude    DOUBLE PRECISION,
    longitude   DOUBLE PRECISION,
    open        BIGINT NOT NULL,
    revision    BIGINT NOT NULL,
    changed_by  TEXT   NOT NULL,
    changed_at  BIGINT NOT NULL,
    PRIMARY KEY (regency, id)
);

CREATE TABLE activity (
    regency      TEXT   NOT NULL,
    place        TEXT   NOT NULL,
    id           TEXT   NOT NULL,
    kind         TEXT   NOT NULL,
    title        TEXT   NOT NULL,
    starts_on    TEXT   NOT NULL,
    ends_on      TEXT   NOT NULL,
    intervention TEXT   NOT NULL,
    environment  TEXT   NOT NULL,
    venue        TEXT   NOT NULL,
    indoors      BIGINT NOT NULL,
    men          BIGINT,
    women        BIGINT,
    people       BIGINT,
    times        BIGINT,
    days         BIGINT,
    tested       BIGINT,
    positive     BIGINT,
    units        BIGINT,
    source       TEXT   NOT NULL,
    planned      BIGINT,
    spent        BIGINT,
    organiser    TEXT   NOT NULL,
    partners     TEXT   NOT NULL,
    result       TEXT   NOT NULL,
    obstacle     TEXT   NOT NULL,
    follow_up    TEXT   NOT NULL,
    added_by     TEXT   NOT NULL,
    added_at     BIGINT NOT NULL,
    revision     BIGINT NOT NULL,
    changed_by   TEXT   NOT NULL,
    changed_at   BIGINT NOT NULL,
    PRIMARY KEY (regency, place, id)
);
CREATE INDEX activity_by_day ON activity (regency, starts_on, id);
CREATE INDEX activity_by_place ON activity (regency, place, starts_on, kind);
