// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.message.MessageReceipt;
import homeroom.chat.message.ReceiptKind;
import homeroom.chat.message.Watermark;
import homeroom.chat.message.WatermarkAdvance;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import homeroom.chat.transfer.Item;
import homeroom.chat.transfer.Part;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a store that has a row for each member, and one for each of their advances. */
class ReceiptsByConversationTest {

  private static final int MESSAGES = 400;
  private static final int MEMBERS = 150;
  private static final SchoolId SCHOOL = new SchoolId("hill");
  private static final ConversationId ALL = new ConversationId("all");
  private static final Instant START = Instant.parse("2026-11-27T08:00:00Z");

  @TempDir Path directory;

  private final Random random = new Random(15);
  private final Map<UserId, Watermark> marks = new HashMap<>();
  private final List<WatermarkAdvance> advances = new ArrayList<>();
  private Path file = Path.of("");

  @BeforeEach
  void filledBefore() throws SQLException {
    file = directory.resolve("homeroom.db");
    new Migrations(List.of(Migration.script("0001-the-whole-store.sql")))
        .apply(file, new Connections(file, Duration.ofSeconds(5), false), Clock.systemUTC());
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      connection.setAutoCommit(false);
      execute(connection, "INSERT INTO schools VALUES ('hill', 'Hill', 1, 1, 0)");
      execute(
          connection,
          "INSERT INTO conversations (key, id, school_id, type, created_at, updated_at)"
              + " VALUES (7, 'all', 'hill', 'group', 0, 0)");
      for (int i = 0; i < MEMBERS; i++) {
        live(connection, new UserId("user-" + i));
      }
      for (int seq = 1; seq <= MESSAGES; seq++) {
        execute(
            connection,
            "INSERT INTO messages (id, conversation, sender_id, client_id, seq, rev, place, text,"
                + " created_at, updated_at) VALUES (?, 7, 'user-0', ?, ?, ?, ?, 'hello', 0, 0)",
            "m-" + seq,
            "c-" + seq,
            seq,
            seq,
            seq);
      }
      connection.commit();
    }
  }

  /** Steps of one and of hundreds, as people read. */
  private void live(Connection connection, UserId user) throws SQLException {
    execute(
        connection,
        "INSERT INTO users VALUES (?, 'hill', 'student', 'Name', ?, ?, 'hash', 1, 0, 0)",
        user,
        user + "@x.example",
        user + "@x.example");
    long joined = random.nextInt(MESSAGES / 2);
    long delivered = joined;
    long read = joined;
    Instant deliveredAt = null;
    Instant readAt = null;
    var own = new ArrayList<WatermarkAdvance>();
    for (Instant at = START; random.nextInt(40) > 0; at = at.plusMillis(random.nextInt(90_000))) {
      long further = random.nextInt(5) == 0 ? 1 + random.nextInt(150) : 1;
      if (random.nextBoolean() && delivered + further <= MESSAGES) {
        delivered += further;
        deliveredAt = at;
        own.add(advance(user, ReceiptKind.DELIVERED, delivered, at));
      } else if (read < delivered) {
        read = Math.min(delivered, read + further);
        readAt = at;
        own.add(advance(user, ReceiptKind.READ, read, at));
      }
    }
    execute(
        connection,
        "INSERT INTO receipts VALUES (7, ?, ?, ?, ?, ?, ?)",
        user,
        joined,
        delivered,
        deliveredAt,
        read,
        readAt);
    for (WatermarkAdvance each : own) {
      execute(
          connection,
          "INSERT INTO receipt_advances VALUES (7, ?, ?, ?, ?)",
          user,
          each.isRead() ? 1 : 0,
          each.seq(),
          each.at());
    }
    marks.put(user, new Watermark(user, joined, delivered, deliveredAt, read, readAt));
    advances.addAll(own);
  }

  @Test
  void everyReceiptIsWhatItWas() {
    try (var stores = SqliteStores.open(file, SqliteLimits.DEFAULT)) {
      assertThat(stores.receipts().watermarks(SCHOOL, ALL))
          .containsExactlyInAnyOrderElementsOf(marks.values());
      for (UserId user : List.of(new UserId("user-0"), new UserId("user-99"))) {
        assertThat(stores.receipts().watermarksOf(SCHOOL, user, List.of(ALL)))
            .isEqualTo(Map.of(ALL, marks.get(user)));
      }
      for (long seq = 1; seq <= MESSAGES; seq++) {
        assertThat(stores.receipts().receipts(SCHOOL, ALL, seq))
            .as("of message %d", seq)
            .containsExactlyInAnyOrderElementsOf(expected(seq));
      }
    }
  }

  @Test
  void everyAdvanceIsCopied() {
    try (var stores = SqliteStores.open(file, SqliteLimits.DEFAULT)) {
      var found = new ArrayList<Item>();
      @Nullable Item last = null;
      List<Item> page = stores.transfer().next(Part.ADVANCES, null, 37);
      while (!page.isEmpty()) {
        found.addAll(page);
        last = page.getLast();
        page = stores.transfer().next(Part.ADVANCES, last, 37);
      }
      assertThat(found).doesNotHaveDuplicates().hasSize(advances.size());
      assertThat(new HashSet<>(found))
          .isEqualTo(new HashSet<>(advances.stream().map(each -> item(each)).toList()));
      assertThat(stores.transfer().count(Part.ADVANCES)).isEqualTo(advances.size());
      assertThat(stores.transfer().count(Part.RECEIPTS)).isEqualTo(MEMBERS);
    }
  }

  @Test
  void whatWasMovedGoesOn() {
    try (var stores = SqliteStores.open(file, SqliteLimits.DEFAULT)) {
      for (UserId user : marks.keySet()) {
        long before = marks.get(user).readSeq();
        var all = advance(user, ReceiptKind.READ, MESSAGES, START.plusSeconds(1_000_000));
        assertThat(stores.receipts().advance(List.of(all)))
            .hasSize(before < MESSAGES ? 1 : 0)
            .allMatch(move -> move.before() == before);
      }
      assertThat(stores.receipts().receipts(SCHOOL, ALL, 200))
          .allMatch(receipt -> receipt.readAt() != null && receipt.deliveredAt() != null);
    }
  }

  @Test
  void theRowsOfBeforeAreGone() {
    try (var stores = SqliteStores.open(file, SqliteLimits.DEFAULT)) {
      assertThat(
              stores
                  .database()
                  .<List<String>>read(session ->
                      session.list(
                          "SELECT name FROM sqlite_schema WHERE name LIKE 'receipt%'",
                          row -> row.text(1))))
          .isEmpty();
    }
  }

  private List<MessageReceipt> expected(long seq) {
    return marks.values().stream()
        .filter(mark -> mark.joinSeq() < seq)
        .map(mark ->
            new MessageReceipt(
                mark.userId(),
                reached(mark.userId(), ReceiptKind.DELIVERED, seq),
                reached(mark.userId(), ReceiptKind.READ, seq)))
        .toList();
  }

  private @Nullable Instant reached(UserId user, ReceiptKind kind, long seq) {
    var times = new TreeMap<Long, Instant>();
    advances.stream()
        .filter(each -> each.userId().equals(user) && each.kind() == kind && each.seq() >= seq)
        .forEach(each -> times.put(each.seq(), each.at()));
    return times.isEmpty() ? null : times.firstEntry().getValue();
  }

  private static Item item(WatermarkAdvance advance) {
    return new Item.OfAdvance(
        SCHOOL, ALL, advance.userId(), advance.kind(), advance.seq(), advance.at());
  }

  private static WatermarkAdvance advance(UserId user, ReceiptKind kind, long seq, Instant at) {
    return new WatermarkAdvance(SCHOOL, ALL, user, kind, 0, seq, at);
  }

  private static void execute(Connection connection, String sql, @Nullable Object... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        Object value = values[i];
        switch (value) {
          case null -> statement.setObject(i + 1, null);
          case Number number -> statement.setLong(i + 1, number.longValue());
          case Instant at -> statement.setLong(i + 1, at.toEpochMilli());
          default -> statement.setString(i + 1, value.toString());
        }
      }
      statement.executeUpdate();
    }
  }
}
