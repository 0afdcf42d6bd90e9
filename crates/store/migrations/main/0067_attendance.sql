-- Attendance at a meeting by a code that hangs in the room: the code, and the agencies that have come.
CREATE TABLE attendance_code (
    regency    TEXT   NOT NULL,
    meeting    TEXT   NOT NULL,
    code       TEXT   NOT NULL,
    PRIMARY KEY (regency, meeting)
);

CREATE TABLE arrival (
    regency    TEXT   NOT NULL,
    meeting    TEXT   NOT NULL,
    agency     TEXT   NOT NULL,
    at         BIGINT NOT NULL,
    PRIMARY KEY (regency, meeting, agency)
);
