-- Every version of the rules that a school decided, as names and values.
CREATE TABLE settings (
  school_id TEXT NOT NULL REFERENCES schools (id),
  version INTEGER NOT NULL,
  at INTEGER NOT NULL,
  changed_by TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (school_id, version)
) STRICT, WITHOUT ROWID;

-- Classes that a teacher closed for now, or did once; changes only grows.
CREATE TABLE closed_classes (
  school_id TEXT NOT NULL REFERENCES schools (id),
  class_id TEXT NOT NULL,
  closed INTEGER NOT NULL,
  changes INTEGER NOT NULL,
  PRIMARY KEY (school_id, class_id)
) STRICT, WITHOUT ROWID;

-- Who reads a conversation and is no participant.
CREATE TABLE supervisors (
  conversation INTEGER NOT NULL REFERENCES conversations (key),
  user_id TEXT NOT NULL REFERENCES users (id),
  PRIMARY KEY (conversation, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX supervisors_by_user ON supervisors (user_id);

CREATE INDEX conversations_by_maker ON conversations (created_by, created_at)
  WHERE type = 'group';
CREATE INDEX conversations_of_people ON conversations (school_id, id) WHERE class_id IS NULL;
