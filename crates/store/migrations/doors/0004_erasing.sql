-- What is needed to check what came without opening the files, to hold a conversation back from erasing, and to see that it was erased.
ALTER TABLE part ADD COLUMN sent TEXT NOT NULL DEFAULT '';
ALTER TABLE handling ADD COLUMN held TEXT NOT NULL DEFAULT '';
ALTER TABLE handling ADD COLUMN erased_on TEXT NOT NULL DEFAULT '';
CREATE INDEX handling_by_end ON handling (closed_on);
