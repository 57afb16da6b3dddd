-- The updated_at of the conversation of each school that changed last. The next change is later,
-- whatever the clock says by then.
CREATE TABLE activity (
  school_id TEXT PRIMARY KEY REFERENCES schools (id),
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO activity SELECT school_id, max(updated_at) FROM conversations GROUP BY school_id;
