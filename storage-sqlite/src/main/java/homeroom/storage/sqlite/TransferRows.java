// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import homeroom.chat.school.ClassId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.session.EndedToken;
import homeroom.chat.transfer.Item;
import homeroom.chat.transfer.Part;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what a copy moves, each page as an index range. */
record TransferRows(StatementCache session) {

  private static final String AUDIT = SqliteAuditLog.COLUMNS + " FROM audit_entries e ";
  private static final String ENTRY =
      SqliteRosterImportStore.ENTRY + ", e.school_id, e.source FROM roster_entries e ";

  /** Where the items are, each in a row. */
  static String table(Part part) {
    return switch (part) {
      case SCHOOLS -> "schools";
      case USERS -> "users";
      case CLASSES -> "classes";
      case CLASS_TEACHERS -> "class_teachers";
      case CLASS_ENROLLMENTS -> "class_enrollments";
      case CONVERSATIONS -> "conversations";
      case MESSAGES -> "messages";
      case RECEIPTS, ADVANCES -> throw new IllegalArgumentException("a row of them has several");
      case AUDIT -> "audit_entries";
      case ENDED_TOKENS -> "ended_tokens";
      case FACTORS -> "factors";
      case SETTINGS -> "settings";
      case CLOSED_CLASSES -> "closed_classes";
      case ROSTER_ENTRIES -> "roster_entries";
    };
  }

  List<Item> next(Part part, @Nullable Item last, int limit) throws SQLException {
    return switch (part) {
      case RECEIPTS -> new ReceiptTransfer(session).receipts((Item.OfReceipt) last, limit);
      case ADVANCES -> new ReceiptTransfer(session).advances((Item.OfAdvance) last, limit);
      case AUDIT -> audit((Item.OfAudit) last, limit);
      case ROSTER_ENTRIES -> entries((Item.OfRosterEntry) last, limit);
      default -> byId(part, last == null ? "" : id(last), ">", "", limit);
    };
  }

  Optional<Item> last(Part part) throws SQLException {
    List<Item> last =
        switch (part) {
          case RECEIPTS -> new ReceiptTransfer(session).lastReceipt();
          case ADVANCES -> new ReceiptTransfer(session).lastAdvance();
          case AUDIT ->
              session.list(
                  AUDIT + "ORDER BY e.chain DESC, e.seq DESC LIMIT 1",
                  row -> new Item.OfAudit(AuditWrites.entry(row)));
          case ROSTER_ENTRIES ->
              session.list(
                  ENTRY
                      + "ORDER BY e.school_id DESC, e.source DESC, e.kind DESC, e.key DESC LIMIT 1",
                  TransferRows::entry);
          default -> byId(part, "", ">", "DESC", 1);
        };
    return last.stream().findFirst();
  }

  private List<Item> byId(Part part, String after, String than, String order, int limit)
      throws SQLException {
    return session.list(
        switch (part) {
          case SCHOOLS -> RosterRows.SCHOOL + page("schools s", "s.id", than, order);
          case USERS -> RosterRows.CREDENTIALS + page("users u", "u.id", than, order);
          case CLASSES -> RosterRows.CLASS + page("classes k", "k.id", than, order);
          case CLASS_TEACHERS -> RosterRows.TEACHER + page("class_teachers t", "t.id", than, order);
          case CLASS_ENROLLMENTS ->
              RosterRows.ENROLLMENT + page("class_enrollments e", "e.id", than, order);
          case CONVERSATIONS ->
              ConversationRows.COLUMNS + ConversationRows.SOURCE + where("c.id", than, order);
          case FACTORS -> SqliteFactorStore.COLUMNS + page("factors f", "f.id", than, order);
          case ENDED_TOKENS ->
              "SELECT t.key, t.ended_at, t.expires_at"
                  + page("ended_tokens t", "t.key", than, order);
          case SETTINGS ->
              SqliteSettingsStore.COLUMNS
                  + page(
                      "settings s",
                      "(s.school_id || '/' || printf('%010d', s.version))",
                      than,
                      order);
          case CLOSED_CLASSES ->
              "SELECT k.school_id, k.class_id, k.closed"
                  + page("closed_classes k", "(k.school_id || '/' || k.class_id)", than, order);
          default ->
              MessageRows.COLUMNS
                  + "FROM messages m JOIN conversations c ON c.key = m.conversation"
                  + where("m.id", than, order);
        },
        row -> item(part, row),
        after,
        limit);
  }

  private static String page(String table, String id, String than, String order) {
    return " FROM " + table + where(id, than, order);
  }

  private static String where(String id, String than, String order) {
    return " WHERE %1$s %2$s ? ORDER BY %1$s %3$s LIMIT ?".formatted(id, than, order);
  }

  private Item item(Part part, Row row) throws SQLException {
    return switch (part) {
      case SCHOOLS -> new Item.OfSchool(RosterRows.school(row));
      case USERS -> new Item.OfUser(RosterRows.user(row), row.text(10));
      case CLASSES -> new Item.OfClass(RosterRows.schoolClass(row));
      case CLASS_TEACHERS -> new Item.OfTeacher(RosterRows.teacher(row));
      case CLASS_ENROLLMENTS -> new Item.OfEnrollment(RosterRows.enrollment(row));
      case CONVERSATIONS -> new Item.OfConversation(ConversationRows.conversation(row));
      case FACTORS -> new Item.OfFactor(SqliteFactorStore.factor(row));
      case ENDED_TOKENS ->
          new Item.OfEndedToken(new EndedToken(row.text(1), row.time(2), row.time(3)));
      case SETTINGS -> new Item.OfSettings(SqliteSettingsStore.settings(row));
      case CLOSED_CLASSES ->
          new Item.OfClosedClass(new SchoolId(row.text(1)), new ClassId(row.text(2)), row.flag(3));
      default -> message(row);
    };
  }

  /** The revs it had between its first and its newest are those of its history. */
  private Item message(Row row) throws SQLException {
    var message = MessageRows.message(row);
    if (message.rev() == message.seq()) {
      return new Item.OfMessage(message, List.of(message.seq()), List.of());
    }
    var history =
        session.list(
            """
            SELECT v.rev, v.text, v.changed_by, v.at, v.deletion
            FROM revisions v JOIN messages m ON m.key = v.message
            WHERE m.id = ? ORDER BY v.rev\
            """,
            MessageRows::revision,
            message.id());
    var revs = new ArrayList<>(List.of(message.seq()));
    history.forEach(revision -> revs.add(revision.rev()));
    return new Item.OfMessage(message, revs, history);
  }

  private List<Item> audit(Item.@Nullable OfAudit last, int limit) throws SQLException {
    return session.list(
        AUDIT + "WHERE (e.chain, e.seq) > (?, ?) ORDER BY e.chain, e.seq LIMIT ?",
        row -> new Item.OfAudit(AuditWrites.entry(row)),
        last == null ? "" : last.entry().event().chain().name(),
        last == null ? 0 : last.entry().seq(),
        limit);
  }

  private List<Item> entries(Item.@Nullable OfRosterEntry last, int limit) throws SQLException {
    return session.list(
        ENTRY
            + "WHERE (e.school_id, e.source, e.kind, e.key) > (?, ?, ?, ?)"
            + " ORDER BY e.school_id, e.source, e.kind, e.key LIMIT ?",
        TransferRows::entry,
        last == null ? "" : last.schoolId().value(),
        last == null ? "" : last.source(),
        last == null ? "" : SqliteRosterImportStore.word(last.entry().kind()),
        last == null ? "" : last.entry().key(),
        limit);
  }

  private static Item entry(Row row) throws SQLException {
    return new Item.OfRosterEntry(
        new SchoolId(row.text(10)), row.text(11), SqliteRosterImportStore.entry(row));
  }

  /** What an item that goes by its id is called. */
  private static String id(Item item) {
    return switch (item) {
      case Item.OfSchool(var school) -> school.id().value();
      case Item.OfUser of -> of.user().id().value();
      case Item.OfClass(var schoolClass) -> schoolClass.id().value();
      case Item.OfTeacher(var link) -> link.id();
      case Item.OfEnrollment(var link) -> link.id();
      case Item.OfConversation(var conversation) -> conversation.id().value();
      case Item.OfMessage of -> of.message().id().value();
      case Item.OfEndedToken(var token) -> token.key();
      case Item.OfFactor(var factor) -> factor.id();
      case Item.OfSettings of -> of.key();
      case Item.OfClosedClass of -> of.key();
      case Item.OfReceipt _, Item.OfAdvance _, Item.OfAudit _, Item.OfRosterEntry _ ->
          throw new IllegalArgumentException("it does not go by an id");
    };
  }
}
