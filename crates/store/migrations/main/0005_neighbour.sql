-- Which villages lie beside each other: by a border, a corner, or as the nearest over water (a marked rule).
CREATE TABLE village_neighbour (
    regency  TEXT NOT NULL,
    village  TEXT NOT NULL,
    other    TEXT NOT NULL,
    kind     TEXT NOT NULL,
    metres   BIGINT NOT NULL,
    PRIMARY KEY (regency, village, other)
);
