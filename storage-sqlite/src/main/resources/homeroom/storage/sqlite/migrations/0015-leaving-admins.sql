-- Which admins are about to be none any more, in whatever process; a place that nobody gave back is over after a minute.
CREATE TABLE leaving_admins (
  place INTEGER PRIMARY KEY AUTOINCREMENT,
  school_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
