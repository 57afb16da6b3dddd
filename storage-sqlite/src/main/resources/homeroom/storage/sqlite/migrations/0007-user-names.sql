-- Who has no e-mail address has '' as one, and a key that no address has. Of user names no two of a
-- school have one key.
ALTER TABLE users ADD COLUMN username TEXT;
ALTER TABLE users ADD COLUMN username_key TEXT;
CREATE UNIQUE INDEX users_by_username ON users (school_id, username_key);

DROP TRIGGER users_update;
CREATE TRIGGER users_update
AFTER UPDATE OF school_id, role, name, email, username, active, created_at, updated_at ON users
BEGIN UPDATE roster_version SET version = version + 1; END;
