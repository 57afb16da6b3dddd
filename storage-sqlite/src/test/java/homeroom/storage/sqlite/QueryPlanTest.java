// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.audit.AuditAction;
import homeroom.chat.audit.AuditActor;
import homeroom.chat.audit.AuditChain;
import homeroom.chat.audit.AuditEvent;
import homeroom.chat.audit.AuditTally;
import homeroom.chat.contracts.Fixtures;
import homeroom.chat.conversation.Conversation;
import homeroom.chat.message.Message;
import homeroom.chat.message.ReceiptKind;
import homeroom.chat.message.WatermarkAdvance;
import homeroom.chat.query.Filter;
import homeroom.chat.query.Filter.Compare;
import homeroom.chat.query.Filter.Operator;
import homeroom.chat.query.Order;
import homeroom.chat.query.Query;
import homeroom.chat.roster.SourceEntry.Kind;
import homeroom.chat.roster.User;
import homeroom.chat.school.ConversationId;
import homeroom.chat.session.EndedToken;
import homeroom.chat.session.Factor;
import homeroom.chat.session.FactorKind;
import homeroom.chat.session.SignIn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every statement that a school uses all day is an index range: asked of SQLite itself. */
class QueryPlanTest {

  /**
   * Scans of what is small by nature (a list of ids, a counted page, the one row of a version, what
   * a group of writes touched), and what a virtual table calls a scan: INDEX 0:= is a look-up by
   * rowid.
   */
  private static final String SMALL =
      "SCAN (words_added|ids VIRTUAL TABLE.*|\\(subquery-\\d+\\)|CONSTANT"
          + " ROW|roster_version|touched|message_words VIRTUAL TABLE INDEX 0:=)";

  /**
   * For a new row that others refer to, SQLite plans a look for orphans that it runs only while a
   * reference is broken.
   */
  private static final String NEW_PARENT = "(?s)INSERT INTO (schools|users|classes) .*";

  private static final String OF_SEVERAL = "ON m.key IN (";

  private SqliteStores stores;
  private Fixtures school;
  private Conversation group;

  @BeforeEach
  void open() {
    stores = SqliteStores.temporary();
    school = Fixtures.in(stores);
    group = school.group("Maths", school.ada, school.bob);
  }

  @AfterEach
  void close() {
    stores.close();
  }

  @Test
  void noStatementOfADayScansATable() {
    useEverything();
    Set<String> statements = new TreeSet<>();
    stores.database().sessions().forEach(session -> statements.addAll(session.statements()));
    statements.removeIf(sql -> !sql.matches("(?s)(SELECT|INSERT|UPDATE|DELETE|WITH).*"));
    statements.removeIf(sql -> sql.matches(NEW_PARENT));
    assertThat(statements).hasSizeGreaterThan(50);
    for (String sql : statements) {
      assertThat(plan(sql))
          .as(sql)
          .noneMatch(step -> step.startsWith("SCAN ") && !isSmall(sql, step));
    }
  }

  @Test
  void aPageOfHistoryIsReadInTheOrderOfAnIndex() {
    useEverything();
    var pages = new ArrayList<String>();
    stores
        .database()
        .sessions()
        .forEach(session ->
            session.statements().stream()
                .filter(sql -> sql.contains("JOIN messages m ON m.conversation"))
                .filter(sql -> sql.contains("ORDER BY"))
                .filter(sql -> !sql.contains(OF_SEVERAL))
                .forEach(pages::add));
    assertThat(pages).hasSizeGreaterThan(5);
    for (String sql : pages) {
      assertThat(plan(sql)).as(sql).noneMatch(step -> step.contains("TEMP B-TREE"));
    }
  }

  @Test
  void ofSeveralConversationsNoMoreIsReadThanThePageCanHave() {
    useEverything();
    var pages = new ArrayList<String>();
    stores
        .database()
        .sessions()
        .forEach(session ->
            session.statements().stream()
                .filter(sql -> sql.contains(OF_SEVERAL))
                .forEach(pages::add));
    assertThat(pages).hasSizeGreaterThan(1);
    for (String sql : pages) {
      assertThat(plan(sql))
          .as(sql)
          .anyMatch(step -> step.equals("SEARCH m USING INTEGER PRIMARY KEY (rowid=?)"))
          .anyMatch(step -> step.matches("SEARCH m USING INDEX messages_by_(seq|time) .*"))
          .containsOnlyOnce("USE TEMP B-TREE FOR ORDER BY");
    }
  }

  @Test
  void whatRefersToARowThatIsTakenAwayIsFoundByAnIndex() {
    useEverything();
    var taken = new TreeSet<String>();
    stores
        .database()
        .sessions()
        .forEach(session ->
            session.statements().stream()
                .filter(sql -> sql.startsWith("DELETE FROM "))
                .forEach(sql -> taken.add(sql.split("\\s", -1)[2])));
    assertThat(taken).contains("participants", "ended_tokens");
    var unserved = new TreeSet<String>();
    for (List<String> reference : references()) {
      String parent = reference.get(1);
      boolean acts = !reference.get(2).equals("NO ACTION");
      if ((acts || taken.contains(parent)) && !isServed(reference.get(0), reference.get(3))) {
        unserved.add(String.join(" ", reference));
      }
    }
    assertThat(unserved).isEmpty();
  }

  /** Child, parent, what happens to a child, and the columns of the child, of each reference. */
  private List<List<String>> references() {
    return list(
        """
        SELECT t.name, f."table", f.on_delete,
          group_concat(f."from", ',' ORDER BY f.seq)
        FROM sqlite_schema t JOIN pragma_foreign_key_list(t.name) f
        WHERE t.type = 'table' GROUP BY t.name, f.id\
        """,
        row -> List.of(row.text(1), row.text(2), row.text(3), row.text(4)));
  }

  /** Whether an index of the table begins with these columns. */
  private boolean isServed(String table, String columns) {
    return list(
            """
            SELECT (SELECT group_concat(c.name, ',' ORDER BY c.seqno)
              FROM pragma_index_info(i.name) c)
            FROM pragma_index_list('%s') i\
            """
                .formatted(table),
            row -> row.text(1) + ",")
        .stream()
        .anyMatch(index -> index.startsWith(columns + ","));
  }

  @Test
  void whatASourceSaysOfAFewPeopleIsFoundByThem() {
    useEverything();
    var found = new ArrayList<String>();
    stores
        .database()
        .sessions()
        .forEach(session ->
            session.statements().stream()
                .filter(sql -> sql.contains("FROM roster_entries e"))
                .filter(sql -> sql.contains("json_each"))
                .forEach(found::add));
    assertThat(found).hasSize(2);
    for (String sql : found) {
      assertThat(plan(sql))
          .as(sql)
          .anyMatch(step ->
              step.contains("(school_id=? AND source=? AND kind=? AND key=?)")
                  || step.contains("(school_id=? AND source=? AND <expr>=?)"));
    }
  }

  @Test
  void leavingCostsTheSameHoweverManyMessagesThereAre() {
    int few = changesOfLeaving(2);
    assertThat(changesOfLeaving(200)).isEqualTo(few);
  }

  /** How many rows change when somebody leaves who read so many messages one by one. */
  private int changesOfLeaving(int messages) {
    Conversation read = school.group("Read", school.ada, school.bob);
    for (int i = 0; i < messages; i++) {
      Message message = school.send(read, school.ada, "message " + i);
      for (ReceiptKind kind : ReceiptKind.values()) {
        stores
            .receipts()
            .advance(
                List.of(
                    new WatermarkAdvance(
                        school.schoolId(),
                        read.id(),
                        school.bob.id(),
                        kind,
                        message.seq() - 1,
                        message.seq(),
                        school.later())));
      }
    }
    long before = totalChanges();
    stores.receipts().leave(school.schoolId(), read.id(), Set.of(school.bob.id()));
    return (int) (totalChanges() - before);
  }

  private long totalChanges() {
    return stores.database().write(session -> session.number("SELECT total_changes()"));
  }

  private <T> List<T> list(String sql, Row.Reader<T> reader) {
    return stores.database().write(session -> session.list(sql, reader));
  }

  private void useEverything() {
    Message first = school.send(group, school.ada, "hello");
    Message second = school.send(group, school.ada, "hello again");
    stores.messages().append(school.newMessage(group.id(), school.ada, first.clientId(), "hello"));
    school.edit(first, "hello, edited");
    school.delete(second);
    useMessages(first);
    useReceipts(first);
    useConversations();
    useRoster();
    useAudit();
  }

  private void useMessages(Message message) {
    var messages = stores.messages();
    var id = school.schoolId();
    for (boolean newestFirst : List.of(true, false)) {
      for (Filter filter :
          List.of(
              Filter.ALL, new Compare("seq", newestFirst ? Operator.LESS : Operator.GREATER, 1L))) {
        for (int limit : List.of(0, 1, 50)) {
          var query = new Query(filter, List.of(new Order("seq", newestFirst)), limit, 0);
          messages.find(id, group.id(), query);
          messages.find(id, group.id(), query.narrowedTo(Filter.equal("deletedAt", null)));
        }
      }
      List<ConversationId> several = List.of(group.id(), new ConversationId("another"));
      for (String field : List.of("seq", "createdAt")) {
        messages.find(
            id, several, new Query(Filter.ALL, List.of(new Order(field, newestFirst)), 50, 0));
      }
    }
    Filter later = new Compare("rev", Operator.GREATER, 1L);
    messages.find(id, group.id(), new Query(later, List.of(new Order("rev", false)), 50, 0));
    messages.find(id, group.id(), Query.where(Filter.equal("_id", message.id().value())));
    messages.message(id, message.id());
    messages.byClientId(id, group.id(), school.ada.id(), message.clientId());
    messages.changedSince(id, group.id(), 1, 10);
    messages.changesAt(id, group.id(), 1, 9, 10);
    messages.newest(id, group.id(), 10);
    messages.search(id, List.of(group.id()), "hello", new Query(Filter.ALL, List.of(), 1, 0));
    messages.history(id, message.id());
    messages.head(id, group.id());
    messages.newestSeq(id, group.id());
    messages.senders(id, group.id(), 0, 9);
    messages.countUnread(id, group.id(), Map.of(school.bob.id(), 0L), 999);
  }

  private void useReceipts(Message message) {
    var receipts = stores.receipts();
    receipts.join(school.schoolId(), group.id(), Set.of(school.tom.id()));
    receipts.advance(
        List.of(
            advance(school.bob, ReceiptKind.DELIVERED, 0, 1),
            advance(school.bob, ReceiptKind.READ, 0, 1),
            advance(school.ada, ReceiptKind.READ, 1, 2)));
    receipts.watermarks(school.schoolId(), group.id());
    receipts.watermarksOf(school.schoolId(), school.bob.id(), List.of(group.id()));
    receipts.receipts(school.schoolId(), group.id(), message.seq());
    receipts.leave(school.schoolId(), group.id(), Set.of(school.tom.id()));
  }

  private void useConversations() {
    var conversations = stores.conversations();
    var id = school.schoolId();
    var classes = List.of(school.class7b.id());
    school.direct(school.ada, school.bob);
    school.ofClass7b();
    conversations.conversation(id, group.id());
    conversations.direct(id, school.ada.id(), school.bob.id());
    conversations.ofClass(id, school.class7b.id());
    var newestFirst = new Query(Filter.ALL, List.of(new Order("updatedAt", true)), 1, 0);
    conversations.find(id, school.ada.id(), classes, newestFirst);
    conversations.find(
        id,
        school.ada.id(),
        classes,
        Query.where(Filter.equal("participants", school.bob.id().value())));
    conversations.all(id, school.ada.id(), classes);
    conversations.page(id, school.ada.id(), classes, null, 9);
    conversations.page(id, school.ada.id(), classes, group.id(), 9);
    conversations.ids(id, school.ada.id(), classes);
    conversations.classesWithout(id);
    conversations.rename(id, group.id(), "Go", school.later());
    conversations.changeParticipants(
        id, group.id(), Set.of(school.tom.id()), Set.of(school.bob.id()), school.later());
    conversations.archive(id, school.class7b.id(), false, school.later());
  }

  private void useRoster() {
    var roster = stores.roster();
    var id = school.schoolId();
    var ofClass = new Query(Filter.equal("classId", school.class7b.id().value()), List.of(), 1, 0);
    roster.userById(school.ada.id());
    roster.credentials(Fixtures.email(school.ada));
    roster.credentials(school.schoolId(), "ada");
    roster.credentials(school.ada.id());
    roster.user(id, school.ada.id());
    roster.users(id, List.of(school.ada.id()));
    roster.schoolClass(id, school.class7b.id());
    roster.classesTaughtBy(id, school.tom.id());
    roster.classesAttendedBy(id, school.ada.id());
    roster.members(id, school.class7b.id());
    roster.admins(id);
    roster.findUsers(id, new Query(Filter.equal("role", "student"), List.of(), 1, 0));
    roster.findClasses(id, new Query(Filter.ALL, List.of(), 1, 0));
    roster.findClassTeachers(id, ofClass);
    roster.findClassEnrollments(id, ofClass);
    roster.everythingOf(id, List.of(school.ada.id()));
    roster.version();
    var imports = stores.rosterImports();
    imports.entries(id, "files", Kind.SCHOOL_CLASS);
    imports.entries(id, "files", Kind.PERSON, List.of("1"));
    imports.entriesAbout(id, "files", List.of(school.ada.id()));
  }

  private void useAudit() {
    var event =
        AuditEvent.of(
            AuditChain.of(school.schoolId()),
            Fixtures.NOW,
            AuditActor.of(school.root.id()),
            AuditAction.MESSAGE_DELETED,
            "m");
    var _ = stores.audit().record(event);
    stores.audit().newest(school.schoolId(), 10);
    stores.audit().entries(AuditChain.of(school.schoolId()), 0, 10);
    stores.audit().chains();
    var tally = AuditTally.of(AuditChain.INSTALLATION, "", "192.0.2.1", Fixtures.NOW);
    stores.audit().count(tally, Fixtures.NOW);
    stores.audit().settle(tally.quarter());
    stores.endedTokens().add(new EndedToken("key", Fixtures.NOW, Fixtures.NOW.plusSeconds(1)));
    stores.endedTokens().endedSince(Fixtures.NOW);
    stores.endedTokens().beginningWith("key");
    stores.endedTokens().purge(Fixtures.NOW);
    Instant at = Fixtures.NOW;
    stores.signIns().add(new SignIn("id", school.ada.id(), "key", at, at, "network", ""), 1);
    stores.signIns().signIn("id");
    stores.signIns().purge(at);
    var factor = new Factor(FactorKind.CODE, "key", school.schoolId(), school.ada.id(), "", at, at);
    stores.factors().add(factor);
    stores.factors().find(FactorKind.CODE, "key");
    stores.factors().of(school.ada.id());
    stores.factors().remove(FactorKind.CODE, "key");
    stores.factors().removeAll(school.ada.id(), Set.of(FactorKind.CODE, FactorKind.TOTP));
    stores.factors().purge(at);
  }

  private WatermarkAdvance advance(User user, ReceiptKind kind, long after, long seq) {
    return new WatermarkAdvance(
        school.schoolId(), group.id(), user.id(), kind, after, seq, school.later());
  }

  private static boolean isSmall(String sql, String step) {
    boolean words = sql.contains("MATCH ?") && step.matches("SCAN w VIRTUAL TABLE INDEX .*");
    return words || step.matches(SMALL);
  }

  private List<String> plan(String sql) {
    return stores
        .database()
        .write(session -> session.list("EXPLAIN QUERY PLAN " + sql, row -> row.text(4)));
  }
}
