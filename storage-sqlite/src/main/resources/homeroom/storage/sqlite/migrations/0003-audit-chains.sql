-- What was done, a chain for each school and one for the installation, which has no name. The table
-- audit of version 1 stays as it is and is not written any more.
CREATE TABLE audit_entries (
  chain TEXT NOT NULL,
  seq INTEGER NOT NULL, -- 1, 2, 3 ... in each chain
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  target TEXT NOT NULL,
  detail TEXT NOT NULL,
  network TEXT NOT NULL,
  count INTEGER NOT NULL,
  reason TEXT NOT NULL,
  hash TEXT NOT NULL, -- of it and of all before it in the chain
  PRIMARY KEY (chain, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX audit_entries_by_actor ON audit_entries (chain, actor, seq);
CREATE INDEX audit_entries_by_action ON audit_entries (chain, action, seq);
CREATE INDEX audit_entries_by_target ON audit_entries (chain, target, seq);
CREATE INDEX audit_entries_by_time ON audit_entries (chain, at);

-- Failures to sign in of quarters of an hour that are not over, or not yet entries.
CREATE TABLE audit_tallies (
  quarter INTEGER NOT NULL,
  chain TEXT NOT NULL,
  target TEXT NOT NULL,
  network TEXT NOT NULL,
  count INTEGER NOT NULL,
  last INTEGER NOT NULL,
  PRIMARY KEY (quarter, chain, target, network)
) STRICT, WITHOUT ROWID;
