-- Access tokens that were ended before their time, until they would have ended by themselves.
CREATE TABLE ended_tokens (
  key TEXT PRIMARY KEY,
  ended_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX ended_tokens_by_end ON ended_tokens (ended_at);
CREATE INDEX ended_tokens_by_expiry ON ended_tokens (expires_at);

-- Nobody remembers passwords: a new hash alone makes no new version of the rosters.
DROP TRIGGER users_update;
CREATE TRIGGER users_update
AFTER UPDATE OF school_id, role, name, email, active, created_at, updated_at ON users
BEGIN UPDATE roster_version SET version = version + 1; END;
