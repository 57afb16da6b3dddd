-- Up to which key messages stand in the full-text index. What is newer is added once a second, and
-- before a search, so that a commit of one message does not write a segment of the index.
CREATE TABLE words_added (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  key INTEGER NOT NULL
) STRICT;
INSERT INTO words_added SELECT 1, coalesce(max(key), 0) FROM messages;
