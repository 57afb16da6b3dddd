-- Names are put in order by their keys.
ALTER TABLE users ADD COLUMN name_key TEXT NOT NULL DEFAULT '';
ALTER TABLE classes ADD COLUMN name_key TEXT NOT NULL DEFAULT '';
CREATE INDEX users_by_name ON users (school_id, name_key);
CREATE INDEX classes_by_name ON classes (school_id, name_key);

-- The words of messages that are not deleted, which the program has made of their texts; rowid is
-- the message's key. The conversation is a word too ("c" and its key), so that a search meets only
-- the conversations it may see. Signs (S*) are emoji, and characters this SQLite does not know (Cn)
-- newer letters and emoji.
DROP TABLE message_words;
CREATE VIRTUAL TABLE message_words USING fts5 (
  text,
  conversation,
  content = '',
  contentless_delete = 1,
  tokenize = "unicode61 remove_diacritics 0 categories 'L* M* N* S* Co Cn'"
);

-- When a watermark came to a seq, as before. It refers to nothing: those of whoever left are of no
-- more use, since a watermark that begins anew begins after them, and to delete them is to walk all
-- advances of all members.
CREATE TABLE advances (
  conversation INTEGER NOT NULL,
  user_id TEXT NOT NULL,
  read INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (conversation, read, seq, user_id)
) STRICT, WITHOUT ROWID;
INSERT INTO advances SELECT conversation, user_id, read, seq, at FROM receipt_advances;
DROP TABLE receipt_advances;
ALTER TABLE advances RENAME TO receipt_advances;
