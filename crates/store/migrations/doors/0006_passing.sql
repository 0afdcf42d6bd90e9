-- A conversation may go from desk to desk: each part keeps to which it was sent, or which wrote it.
ALTER TABLE part ADD COLUMN desk TEXT NOT NULL DEFAULT '';
UPDATE part SET desk = COALESCE((SELECT c.desk FROM conversation c WHERE c.regency = part.regency AND c.id = part.conversation), '');
CREATE INDEX handling_by_same ON handling (same_as);
