// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import homeroom.chat.audit.AuditActor;
import homeroom.chat.audit.AuditEvent;
import homeroom.chat.imports.EntryChange;
import homeroom.chat.imports.ImportCounts;
import homeroom.chat.imports.RosterImport;
import homeroom.chat.imports.RosterImport.State;
import homeroom.chat.imports.RosterImportStore;
import homeroom.chat.roster.Days;
import homeroom.chat.roster.SourceEntry;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.Role;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Any thread may call; the threads of {@link Database} do the work. */
final class SqliteRosterImportStore implements RosterImportStore {

  private static final String SELECT =
      """
      SELECT i.id, i.school_id, i.source, i.hash, i.actor, i.at, i.state, i.batches, i.done,
        i.people_added, i.people_changed, i.people_deactivated, i.classes_added, i.classes_changed,
        i.classes_archived, i.enrolled, i.unenrolled FROM roster_imports i\
      """;

  /** What {@link #entry} reads. */
  static final String ENTRY =
      """
      SELECT e.kind, e.key, e.id, e.person, e.role, e.first_day, e.last_day, e.accounts,
        e.guardians\
      """;

  private static final String OF_SOURCE =
      " FROM roster_entries e WHERE e.school_id = ? AND e.source = ?";

  /** The index is named: by itself SQLite goes through all that the source has. */
  private static final String ABOUT_PEOPLE =
      """
       FROM roster_entries e INDEXED BY roster_entries_of_people
      WHERE e.school_id = ? AND e.source = ?
      AND ifnull(e.person, e.id) IN (SELECT ids.value FROM json_each(?) ids)
      AND e.kind <> 'school_class'\
      """;

  private static final String OF_SCHOOL =
      SELECT + " WHERE i.school_id = ? AND i.state = ? ORDER BY i.at DESC, i.id DESC LIMIT ?";

  /** How many batches one transaction deletes; each takes a few pages. */
  private static final int FORGOTTEN_AT_ONCE = 4;

  private final Database database;

  SqliteRosterImportStore(Database database) {
    this.database = database;
  }

  @Override
  public Optional<String> refusal() {
    return Optional.empty();
  }

  @Override
  public Set<String> sources(SchoolId school) {
    return Set.copyOf(
        database.search(session ->
            session.list(
                "SELECT DISTINCT e.source FROM roster_entries e WHERE e.school_id = ?",
                row -> row.text(1),
                school)));
  }

  @Override
  public List<SourceEntry> entries(SchoolId school, String source) {
    return entries(OF_SOURCE, school, source);
  }

  @Override
  public List<SourceEntry> entries(SchoolId school, String source, SourceEntry.Kind kind) {
    return entries(OF_SOURCE + " AND e.kind = ?", school, source, word(kind));
  }

  @Override
  public List<SourceEntry> entries(
      SchoolId school, String source, SourceEntry.Kind kind, Collection<String> keys) {
    return entries(
        OF_SOURCE + " AND e.kind = ? AND e.key IN (SELECT ids.value FROM json_each(?) ids)",
        school,
        source,
        word(kind),
        JsonList.of(keys));
  }

  @Override
  public List<SourceEntry> entriesAbout(SchoolId school, String source, Collection<UserId> people) {
    return entries(ABOUT_PEOPLE, school, source, JsonList.of(people));
  }

  private List<SourceEntry> entries(String where, @Nullable Object... arguments) {
    return database.atLength(session -> {
      var ids = new KnownIds();
      return session.list(ENTRY + where, row -> entry(row, ids), arguments);
    });
  }

  @Override
  public Set<UserId> withAccount(SchoolId school, String account) {
    if (account.isEmpty() || account.indexOf('\n') >= 0) {
      return Set.of();
    }
    return sources(school).stream()
        .flatMap(source -> withAccount(school, source, account).stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  private List<UserId> withAccount(SchoolId school, String source, String account) {
    return database.search(session ->
        session.list(
            """
            SELECT e.id FROM roster_entries e
            WHERE e.school_id = ? AND e.source = ? AND e.kind = 'person'
            AND instr(char(10) || e.accounts || char(10), char(10) || ? || char(10)) > 0\
            """,
            row -> new UserId(row.text(1)),
            school,
            source,
            account));
  }

  static SourceEntry entry(Row row) throws SQLException {
    return entry(row, new KnownIds());
  }

  private static SourceEntry entry(Row row, KnownIds ids) throws SQLException {
    String kind = row.text(1);
    return switch (kind) {
      case "person" ->
          new SourceEntry.Person(
              row.text(2), ids.user(row.text(3)), lines(row.text(8)), lines(row.text(9)));
      case "school_class" ->
          new SourceEntry.OfClass(row.text(2), ids.schoolClass(row.text(3)), days(row));
      case "link" ->
          new SourceEntry.Link(
              row.text(2),
              ids.schoolClass(row.text(3)),
              ids.user(row.text(4)),
              row.text(5).equals("student")
                  ? Role.STUDENT
                  : Role.valueOf(row.text(5).toUpperCase(Locale.ROOT)),
              days(row));
      default -> throw new SQLException("There is no kind of entry '" + kind + "'");
    };
  }

  private static List<String> lines(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split("\n", -1));
  }

  private static Days days(Row row) throws SQLException {
    String first = row.textOrNull(6);
    String last = row.textOrNull(7);
    return first == null && last == null ? Days.ALWAYS : new Days(day(first), day(last));
  }

  private static @Nullable LocalDate day(@Nullable String text) {
    return text == null ? null : LocalDate.parse(text);
  }

  @Override
  public long writesOfOthers() {
    return database.chatCount();
  }

  @Override
  public void settle() {
    database.settle();
  }

  @Override
  public void begin(RosterImport begun, LongConsumer wrote) {
    ImportCounts counts = begun.counts();
    List<String> old =
        database.read(session ->
            session.list(
                "SELECT i.id FROM roster_imports i WHERE i.school_id = ? AND i.state = 'staged'",
                row -> row.text(1),
                begun.school()));
    old.forEach(id -> drop(id, wrote));
    int _ =
        database.writeBehind(session -> {
          session.update(SqliteAdminGuard.FORGET_EARLIER_TRY, begun.id());
          return session.update(
              "INSERT INTO roster_imports VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
                  + " ?)",
              begun.id(),
              begun.school(),
              begun.source(),
              begun.hash(),
              begun.actor().text(),
              begun.at(),
              word(begun.state()),
              begun.batches(),
              begun.done(),
              counts.peopleAdded(),
              counts.peopleChanged(),
              counts.peopleDeactivated(),
              counts.classesAdded(),
              counts.classesChanged(),
              counts.classesArchived(),
              counts.enrolled(),
              counts.unenrolled());
        });
  }

  @Override
  public void stage(String id, int first, List<String> batches) {
    int _ =
        database.writeBehind(session -> {
          int number = first;
          for (String batch : batches) {
            session.update(
                "INSERT OR REPLACE INTO roster_import_batches VALUES (?, ?, ?)", id, number, batch);
            number++;
          }
          return number;
        });
  }

  @Override
  public boolean makeCurrent(String id, AuditEvent event) {
    return database.write(session -> {
      int rows =
          session.update(
              """
              UPDATE roster_imports SET state = 'current'
              WHERE id = ? AND state = 'staged' AND done >= 0
              AND NOT EXISTS (SELECT 1 FROM roster_imports o
                WHERE o.school_id = roster_imports.school_id AND o.state = 'current')\
              """,
              id);
      if (rows > 0) {
        var _ = AuditWrites.append(session, event);
        session.update("UPDATE roster_version SET version = version + 1");
      }
      return rows > 0;
    });
  }

  @Override
  public List<RosterImport> current() {
    return database.read(session ->
        session.list(
            SELECT + " WHERE i.state = 'current' ORDER BY i.at, i.id",
            SqliteRosterImportStore::read));
  }

  @Override
  public boolean takesTurn(String id, String process) {
    return database.read(session ->
        session.exists("SELECT 1 FROM roster_imports WHERE id = ? AND state = 'current'", id));
  }

  @Override
  public Optional<String> batch(String id, int number) {
    return database.read(session ->
        session.first(
            "SELECT b.changes FROM roster_import_batches b WHERE b.import = ? AND b.number = ?",
            row -> row.text(1),
            id,
            number));
  }

  @Override
  public void keep(SchoolId school, String source, List<EntryChange> changes) {
    int _ =
        database.writeBehind(session -> {
          for (EntryChange change : changes) {
            switch (change) {
              case EntryChange.Put(SourceEntry entry) -> put(session, school, source, entry);
              case EntryChange.Remove(SourceEntry.Kind kind, String key) ->
                  session.update(
                      """
                      DELETE FROM roster_entries
                      WHERE school_id = ? AND source = ? AND kind = ? AND key = ?\
                      """,
                      school,
                      source,
                      word(kind),
                      key);
            }
          }
          return changes.size();
        });
  }

  static void put(StatementCache session, SchoolId school, String source, SourceEntry entry)
      throws SQLException {
    switch (entry) {
      case SourceEntry.Person(
              String key,
              UserId id,
              List<String> accounts,
              List<String> guardians) ->
          put(
              session,
              school,
              source,
              entry,
              id.value(),
              null,
              null,
              null,
              null,
              String.join("\n", accounts),
              String.join("\n", guardians));
      case SourceEntry.OfClass(String key, ClassId id, Days days) ->
          put(
              session,
              school,
              source,
              entry,
              id.value(),
              null,
              null,
              days.first(),
              days.last(),
              null,
              null);
      case SourceEntry.Link(String key, ClassId id, UserId person, Role role, Days days) ->
          put(
              session,
              school,
              source,
              entry,
              id.value(),
              person.value(),
              word(role),
              days.first(),
              days.last(),
              null,
              null);
    }
  }

  private static void put(
      StatementCache session,
      SchoolId school,
      String source,
      SourceEntry entry,
      @Nullable Object... columns)
      throws SQLException {
    var values = new @Nullable Object[4 + columns.length];
    values[0] = school;
    values[1] = source;
    values[2] = word(entry.kind());
    values[3] = entry.key();
    System.arraycopy(columns, 0, values, 4, columns.length);
    session.update(
        "INSERT OR REPLACE INTO roster_entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", values);
  }

  @Override
  public void advance(String id, int done) {
    int _ =
        database.writeBehind(
            session -> session.update("UPDATE roster_imports SET done = ? WHERE id = ?", done, id));
  }

  @Override
  public void finish(String id, LongConsumer wrote) {
    int _ =
        database.writeBehind(
            session -> session.update("UPDATE roster_imports SET done = batches WHERE id = ?", id));
    forgetBatches(id, wrote);
    int _ =
        database.writeBehind(session -> {
          // Who read what the source calls things while it was being kept finds that it changed.
          session.update("UPDATE roster_version SET version = version + 1");
          return session.update("UPDATE roster_imports SET state = 'done' WHERE id = ?", id);
        });
  }

  /** It is marked first, so that it becomes current with all of its batches or not at all. */
  @Override
  public void drop(String id, LongConsumer wrote) {
    int _ =
        database.writeBehind(session ->
            session.update(
                "UPDATE roster_imports SET done = -1 WHERE id = ? AND state = 'staged'", id));
    forgetBatches(id, wrote);
    int _ =
        database.writeBehind(session ->
            session.update(
                "DELETE FROM roster_imports WHERE id = ? AND state = 'staged' AND done < 0", id));
  }

  /**
   * Those of an import that is dropped or has brought in all of them, in transactions as short as
   * those that wrote them: a district has some 500 batches, ten megabytes, and others have messages
   * to write.
   */
  private void forgetBatches(String id, LongConsumer wrote) {
    int forgotten;
    do {
      long began = System.nanoTime();
      forgotten =
          database.writeBehind(session ->
              session.update(
                  """
                  DELETE FROM roster_import_batches WHERE import = ? AND number IN (
                    SELECT b.number FROM roster_import_batches b
                    WHERE b.import = ? AND NOT EXISTS (SELECT 1 FROM roster_imports i
                      WHERE i.id = b.import AND i.done BETWEEN 0 AND i.batches - 1)
                    ORDER BY b.number LIMIT ?)\
                  """,
                  id,
                  id,
                  FORGOTTEN_AT_ONCE));
      if (forgotten > 0) {
        wrote.accept(System.nanoTime() - began);
      }
    } while (forgotten > 0);
  }

  @Override
  public List<RosterImport> latest(SchoolId school, int limit) {
    return database.read(session -> {
      List<RosterImport> latest =
          new ArrayList<>(
              session.list(
                  OF_SCHOOL, SqliteRosterImportStore::read, school, word(State.CURRENT), limit));
      latest.addAll(
          session.list(
              OF_SCHOOL,
              SqliteRosterImportStore::read,
              school,
              word(State.DONE),
              Math.max(0, limit - latest.size())));
      return List.copyOf(latest);
    });
  }

  @Override
  public Optional<RosterImport> find(SchoolId school, String id) {
    return database.read(session ->
        session.first(
            SELECT + " WHERE i.id = ? AND i.school_id = ?",
            SqliteRosterImportStore::read,
            id,
            school));
  }

  private static RosterImport read(Row row) throws SQLException {
    return new RosterImport(
        row.text(1),
        new SchoolId(row.text(2)),
        row.text(3),
        row.text(4),
        new AuditActor(row.text(5)),
        row.time(6),
        State.valueOf(row.text(7).toUpperCase(Locale.ROOT)),
        (int) row.number(8),
        (int) row.number(9),
        new ImportCounts(
            (int) row.number(10),
            (int) row.number(11),
            (int) row.number(12),
            (int) row.number(13),
            (int) row.number(14),
            (int) row.number(15),
            (int) row.number(16),
            (int) row.number(17)));
  }

  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
