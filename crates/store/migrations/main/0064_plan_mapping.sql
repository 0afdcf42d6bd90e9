-- What is said of a planned row beside its fields, and how an agency's own file was read last.
ALTER TABLE plan_row ADD COLUMN note TEXT NOT NULL DEFAULT '';

CREATE TABLE plan_mapping (
    regency TEXT NOT NULL,
    agency  TEXT NOT NULL,
    columns TEXT NOT NULL,
    actions TEXT NOT NULL,
    PRIMARY KEY (regency, agency)
);
