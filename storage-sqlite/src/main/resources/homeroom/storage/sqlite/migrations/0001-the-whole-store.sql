-- Times are milliseconds since 1970-01-01 UTC. Conversations and messages have a short internal
-- key beside the id that the world knows; a message's key grows in commit order.

CREATE TABLE schools (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  student_to_student_direct INTEGER NOT NULL,
  student_groups INTEGER NOT NULL,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE users (
  id TEXT PRIMARY KEY,
  school_id TEXT NOT NULL REFERENCES schools (id),
  role TEXT NOT NULL,
  name TEXT NOT NULL,
  email TEXT NOT NULL,
  email_key TEXT NOT NULL UNIQUE, -- the e-mail address in lower case
  password_hash TEXT NOT NULL,
  active INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX users_of_school ON users (school_id);
CREATE INDEX users_of_role ON users (school_id, role);

CREATE TABLE classes (
  id TEXT PRIMARY KEY,
  school_id TEXT NOT NULL REFERENCES schools (id),
  name TEXT NOT NULL,
  code TEXT NOT NULL,
  archived INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX classes_of_school ON classes (school_id);

CREATE TABLE class_teachers (
  id TEXT PRIMARY KEY,
  school_id TEXT NOT NULL REFERENCES schools (id),
  class_id TEXT NOT NULL REFERENCES classes (id),
  teacher_id TEXT NOT NULL REFERENCES users (id),
  UNIQUE (class_id, teacher_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX class_teachers_of_school ON class_teachers (school_id);
CREATE INDEX class_teachers_of_teacher ON class_teachers (teacher_id);

CREATE TABLE class_enrollments (
  id TEXT PRIMARY KEY,
  school_id TEXT NOT NULL REFERENCES schools (id),
  class_id TEXT NOT NULL REFERENCES classes (id),
  student_id TEXT NOT NULL REFERENCES users (id),
  UNIQUE (class_id, student_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX class_enrollments_of_school ON class_enrollments (school_id);
CREATE INDEX class_enrollments_of_student ON class_enrollments (student_id);

CREATE TABLE conversations (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  school_id TEXT NOT NULL REFERENCES schools (id),
  type TEXT NOT NULL,
  title TEXT, -- of a group; a class conversation has the name of its class
  class_id TEXT UNIQUE REFERENCES classes (id),
  direct_key TEXT, -- of a direct conversation: its two users, sorted
  created_by TEXT REFERENCES users (id),
  archived INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX conversations_of_pair ON conversations (school_id, direct_key)
  WHERE direct_key IS NOT NULL;

CREATE TABLE participants (
  conversation INTEGER NOT NULL REFERENCES conversations (key),
  user_id TEXT NOT NULL REFERENCES users (id),
  PRIMARY KEY (conversation, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX participants_by_user ON participants (user_id);

-- Every change takes the next rev of its conversation and the message keeps the newest it took: so
-- the highest rev that stands here is the highest that was ever given out. A message dirties a page
-- of each index that begins with its conversation: that is most of what it costs to store.
CREATE TABLE messages (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  conversation INTEGER NOT NULL REFERENCES conversations (key),
  sender_id TEXT NOT NULL REFERENCES users (id),
  client_id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  rev INTEGER NOT NULL,
  place INTEGER NOT NULL, -- 1, 2, 3 ... in the order of seq: no message is ever taken away
  text TEXT NOT NULL,
  reply_to TEXT,
  edits INTEGER NOT NULL DEFAULT 0,
  edited_at INTEGER,
  deleted_at INTEGER,
  deleted_by TEXT,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  UNIQUE (conversation, rev),
  UNIQUE (conversation, sender_id, client_id)
) STRICT;
CREATE INDEX messages_by_seq ON messages (conversation, seq, sender_id, deleted_at); -- all of unread
CREATE INDEX messages_by_time ON messages (conversation, created_at);
CREATE INDEX messages_by_reply ON messages (conversation, reply_to) WHERE reply_to IS NOT NULL;

-- The text that a message had before the change with this rev.
CREATE TABLE revisions (
  message INTEGER NOT NULL REFERENCES messages (key),
  rev INTEGER NOT NULL,
  text TEXT NOT NULL,
  changed_by TEXT NOT NULL,
  at INTEGER NOT NULL,
  deletion INTEGER NOT NULL,
  PRIMARY KEY (message, rev)
) STRICT, WITHOUT ROWID;

-- The words of messages that are not deleted; rowid is the message's key. The conversation is a
-- word too ("c" and its key), so that a search meets only the conversations it may see.
CREATE VIRTUAL TABLE message_words USING fts5 (
  text,
  conversation,
  content = '',
  contentless_delete = 1,
  tokenize = "unicode61 remove_diacritics 2 categories 'L* M* N* Co'"
);

CREATE TABLE receipts (
  conversation INTEGER NOT NULL REFERENCES conversations (key),
  user_id TEXT NOT NULL REFERENCES users (id),
  join_seq INTEGER NOT NULL,
  delivered_seq INTEGER NOT NULL,
  delivered_at INTEGER,
  read_seq INTEGER NOT NULL,
  read_at INTEGER,
  PRIMARY KEY (conversation, user_id)
) STRICT, WITHOUT ROWID;

-- When a watermark came to a seq; read is 1 for readSeq, 0 for deliveredSeq. The seq stands before
-- the user in the key: the members of a conversation advance together, and so share a page.
CREATE TABLE receipt_advances (
  conversation INTEGER NOT NULL,
  user_id TEXT NOT NULL,
  read INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (conversation, read, seq, user_id),
  FOREIGN KEY (conversation, user_id) REFERENCES receipts (conversation, user_id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
  key INTEGER PRIMARY KEY,
  school_id TEXT NOT NULL REFERENCES schools (id),
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  target TEXT NOT NULL,
  reason TEXT NOT NULL
) STRICT;
CREATE INDEX audit_by_time ON audit (school_id, at);
CREATE INDEX audit_by_actor ON audit (school_id, actor, at);

-- Access tokens that were ended before their time, until they would have ended by themselves.
CREATE TABLE ended_tokens (
  key TEXT PRIMARY KEY,
  ended_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX ended_tokens_by_end ON ended_tokens (ended_at);
CREATE INDEX ended_tokens_by_expiry ON ended_tokens (expires_at);

-- Another number after any change of a roster, whoever made it.
CREATE TABLE roster_version (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  version INTEGER NOT NULL
) STRICT;
INSERT INTO roster_version VALUES (1, 0);

CREATE TRIGGER schools_insert AFTER INSERT ON schools
BEGIN UPDATE roster_version SET version = version + 1; END;
CREATE TRIGGER schools_update AFTER UPDATE ON schools
BEGIN UPDATE roster_version SET version = version + 1; END;
CREATE TRIGGER schools_delete AFTER DELETE ON schools
BEGIN UPDATE roster_version SET version = version + 1; END;

CREATE TRIGGER users_insert AFTER INSERT ON users
BEGIN UPDATE roster_version SET version = version + 1; END;
-- Nobody remembers passwords: a new hash alone makes no new version of the rosters.
CREATE TRIGGER users_update
AFTER UPDATE OF school_id, role, name, email, active, created_at, updated_at ON users
BEGIN UPDATE roster_version SET version = version + 1; END;
CREATE TRIGGER users_delete AFTER DELETE ON users
BEGIN UPDATE roster_version SET version = version + 1; END;

CREATE TRIGGER classes_insert AFTER INSERT ON classes
BEGIN UPDATE roster_version SET version = version + 1; END;
CREATE TRIGGER classes_update AFTER UPDATE ON classes
BEGIN UPDATE roster_version SET version = version + 1; END;
CREATE TRIGGER classes_delete AFTER DELETE ON classes
BEGIN UPDATE roster_version SET version = version + 1; END;

CREATE TRIGGER class_teachers_insert AFTER INSERT ON class_teachers
BEGIN UPDATE roster_version SET version = version + 1; END;
CREATE TRIGGER class_teachers_update AFTER UPDATE ON class_teachers
BEGIN UPDATE roster_version SET version = version + 1; END;
CREATE TRIGGER class_teachers_delete AFTER DELETE ON class_teachers
BEGIN UPDATE roster_version SET version = version + 1; END;

CREATE TRIGGER class_enrollments_insert AFTER INSERT ON class_enrollments
BEGIN UPDATE roster_version SET version = version + 1; END;
CREATE TRIGGER class_enrollments_update AFTER UPDATE ON class_enrollments
BEGIN UPDATE roster_version SET version = version + 1; END;
CREATE TRIGGER class_enrollments_delete AFTER DELETE ON class_enrollments
BEGIN UPDATE roster_version SET version = version + 1; END;
