-- What is needed to check what came without opening the files, to hold a conversation back from erasing, and to see that it was erased.
ALTER TABLE part ADD COLUMN sent TEXT NOT NULL DEFAULT '';
ALTER TABLE handling ADD COLUMN held TEXT NOT NULL DEFAULT '';
ALTER TABLE handling ADD COLUMN erased_on TEXT NOT NULL DEFAULT '';
CREATE INDEX handling_by_end ON handling (closed_on);
DROP INDEX handling_by_desk;
CREATE INDEX handling_by_desk ON handling (desk, erased_on, state, assigned);
-- 1 once closed: a desk's list passes over what it is done with, however much that is.
ALTER TABLE conversation ADD COLUMN closed BIGINT NOT NULL DEFAULT 0;
UPDATE conversation SET closed = 1 WHERE id IN (SELECT id FROM handling WHERE state = 'closed');
DROP INDEX conversation_by_desk;
CREATE INDEX conversation_by_desk ON conversation (desk, closed, came_on, id);
