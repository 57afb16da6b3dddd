-- What a source calls a person, and that person's places in classes, for changes of a few people.
CREATE INDEX roster_entries_of_people
  ON roster_entries (school_id, source, ifnull(person, id));
