-- Whether the store takes writes is asked by writing here.
CREATE TABLE probe (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  bytes BLOB NOT NULL
) STRICT;
