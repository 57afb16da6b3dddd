-- Changes of whole rosters, written ahead in batches: of the state 'staged' nobody reads; the
-- 'current' one is the roster of its school, and is being brought into its rows.
CREATE TABLE roster_imports (
  id TEXT PRIMARY KEY,
  school_id TEXT NOT NULL, -- which the import may be about to make
  source TEXT NOT NULL,
  hash TEXT NOT NULL,
  actor TEXT NOT NULL,
  at INTEGER NOT NULL,
  state TEXT NOT NULL,
  batches INTEGER NOT NULL,
  done INTEGER NOT NULL,
  people_added INTEGER NOT NULL,
  people_changed INTEGER NOT NULL,
  people_deactivated INTEGER NOT NULL,
  classes_added INTEGER NOT NULL,
  classes_changed INTEGER NOT NULL,
  classes_archived INTEGER NOT NULL,
  enrolled INTEGER NOT NULL,
  unenrolled INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX roster_imports_of_school ON roster_imports (school_id, state, at, id);
CREATE INDEX roster_imports_by_state ON roster_imports (state, at, id);

CREATE TABLE roster_import_batches (
  import TEXT NOT NULL,
  number INTEGER NOT NULL,
  changes TEXT NOT NULL,
  PRIMARY KEY (import, number)
) STRICT;

-- What a source calls a person (id), a class (id), or somebody (person) in a class (id). Days are
-- written as 2026-08-31, lists as lines.
CREATE TABLE roster_entries (
  school_id TEXT NOT NULL,
  source TEXT NOT NULL,
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  id TEXT NOT NULL,
  person TEXT,
  role TEXT,
  first_day TEXT,
  last_day TEXT,
  accounts TEXT,
  guardians TEXT,
  PRIMARY KEY (school_id, source, kind, key)
) STRICT, WITHOUT ROWID;
