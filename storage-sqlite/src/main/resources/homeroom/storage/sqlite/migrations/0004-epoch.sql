-- One row. The first epoch is as old as anything (since 0): whoever was served before had its revs.
CREATE TABLE epoch (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  id TEXT NOT NULL,
  since INTEGER NOT NULL,
  copied INTEGER NOT NULL
) STRICT;

INSERT INTO epoch VALUES (1, lower(hex(randomblob(12))), 0, 0);
