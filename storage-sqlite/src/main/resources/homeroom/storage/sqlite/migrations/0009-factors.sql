-- What people sign in with beside a password: codes, accounts at identity providers, second factors.
CREATE TABLE factors (
  id TEXT PRIMARY KEY, -- the kind, a colon, and the key
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  school_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  value TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX factors_by_user ON factors (user_id, id);
CREATE INDEX factors_by_expiry ON factors (expires_at);
