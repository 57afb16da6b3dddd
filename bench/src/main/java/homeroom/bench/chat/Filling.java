// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.chat;

import homeroom.bench.report.Table;
import homeroom.chat.message.NewMessage;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.MessageId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import homeroom.storage.sqlite.SqliteLimits;
import homeroom.storage.sqlite.SqliteStores;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** Puts messages into the store of a school whose server is not running. */
final class Filling {

  /** As many writes as one transaction takes. */
  private static final int WRITERS = 256;

  private static final long TELL_EVERY_MILLIS = 5_000;

  /** A word that one message in {@value #ONE_IN} has, anywhere. */
  static final String SELDOM = "excursion";

  private static final int ONE_IN = 1_000;

  /** Messages of the first class before the others get any: more than an unread count counts. */
  private static final int IN_FIRST_CLASS = 1_200;

  private final List<FilledClass> classes;
  private final PrintWriter progress;

  /** A class conversation and the ids of its members. */
  record FilledClass(SchoolId school, ConversationId id, List<UserId> members) {}

  Filling(List<FilledClass> classes, PrintWriter progress) {
    this.classes = classes;
    this.progress = progress;
  }

  /**
   * Adds messages until there are {@code total}, the first class's 1,200 first, the others spread
   * evenly.
   */
  void fill(Path database, long total) throws InterruptedException {
    try (SqliteStores stores = SqliteStores.open(database, SqliteLimits.DEFAULT)) {
      long present = 0;
      for (FilledClass each : classes) {
        present += stores.messages().newestSeq(each.school(), each.id());
      }
      fill(stores, total - present);
    }
  }

  private void fill(SqliteStores stores, long missing) throws InterruptedException {
    var next = new AtomicLong();
    var failure = new AtomicReference<RuntimeException>();
    var writers = new ArrayList<Thread>();
    for (int i = 0; i < WRITERS; i++) {
      writers.add(
          Thread.startVirtualThread(() -> {
            try {
              for (long n = next.getAndIncrement(); n < missing; n = next.getAndIncrement()) {
                stores.messages().append(message(n));
              }
            } catch (RuntimeException failed) {
              failure.set(failed);
            }
          }));
    }
    awaitAndTell(writers, next, missing);
    if (failure.get() != null) {
      throw failure.get();
    }
  }

  private NewMessage message(long n) {
    FilledClass each = classes.get(n < IN_FIRST_CLASS ? 0 : (int) (n % classes.size()));
    UserId sender = each.members().get((int) (n / classes.size() % each.members().size()));
    String id = UUID.randomUUID().toString().replace("-", "").substring(0, 24);
    return new NewMessage(
        new MessageId(id),
        each.id(),
        each.school(),
        sender,
        id,
        "Homework for Friday is on page %d: questions 1 to 9, ask me%s"
            .formatted(n % 1000, isSeldom(n) ? " after the " + SELDOM : ""),
        null,
        Instant.now().truncatedTo(ChronoUnit.MILLIS));
  }

  /** Spread over all numbers, so that each class has its share. */
  private static boolean isSeldom(long n) {
    return Math.floorMod(Long.hashCode(n * 0x9e37_79b9_7f4a_7c15L), ONE_IN) == 0;
  }

  private void awaitAndTell(List<Thread> writers, AtomicLong next, long missing)
      throws InterruptedException {
    long start = System.nanoTime();
    long told = start;
    for (Thread writer : writers) {
      while (!writer.join(Duration.ofMillis(200))) {
        long now = System.nanoTime();
        if (now - told > TimeUnit.MILLISECONDS.toNanos(TELL_EVERY_MILLIS)) {
          told = now;
          tell(Math.min(next.get(), missing), missing, (now - start) / 1e9);
        }
      }
    }
  }

  private void tell(long done, long missing, double seconds) {
    double rate = done / seconds;
    progress.println(
        "  %s of %s messages, %s/s, %s s left"
            .formatted(
                Table.number((double) done, 0),
                Table.number((double) missing, 0),
                Table.number(rate, 0),
                Table.number((missing - done) / rate, 0)));
    progress.flush();
  }
}
