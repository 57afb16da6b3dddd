-- How far the members of a conversation have come, up to 64 of them in a row: those whose ids stand
-- at or after start and before the start of the next row. A row without members is deleted.
CREATE TABLE watermarks (
  key INTEGER PRIMARY KEY,
  conversation INTEGER NOT NULL REFERENCES conversations (key),
  start TEXT NOT NULL,
  members BLOB NOT NULL,
  UNIQUE (conversation, start)
) STRICT;

-- When members came to a seq, those of one write in a row. They went at most 64 further, to seq or
-- less than 64 before it. Members go by the numbers they have in watermarks. Those of whoever left
-- stay: they end where a watermark that begins anew begins, whoever has the number then.
CREATE TABLE advance_batches (
  conversation INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  number INTEGER NOT NULL, -- 1, 2, 3 ... of those with one seq
  advances BLOB NOT NULL,
  PRIMARY KEY (conversation, seq, number)
) STRICT, WITHOUT ROWID;

-- Those who went further at once, and all that a copy put here; read is 1 for readSeq, 0 for
-- deliveredSeq.
CREATE TABLE advances (
  conversation INTEGER NOT NULL,
  user_id TEXT NOT NULL,
  read INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (conversation, user_id, read, seq)
) STRICT, WITHOUT ROWID;
