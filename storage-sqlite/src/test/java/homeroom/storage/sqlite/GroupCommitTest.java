// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import homeroom.chat.contracts.Crowd;
import homeroom.chat.contracts.Fixtures;
import homeroom.chat.conversation.Conversation;
import homeroom.chat.message.NewMessage;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.MessageId;
import homeroom.chat.school.StoreUnavailable;
import homeroom.chat.school.UserId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How writes share transactions, and what happens to those that cannot be done. */
class GroupCommitTest {

  private static final int WAITING = 8;

  @TempDir Path directory;

  private SqliteStores stores;
  private Fixtures school;
  private Conversation group;
  private final CountDownLatch writerMayGoOn = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  @BeforeEach
  void open() {
    open(SqliteLimits.DEFAULT);
  }

  @AfterEach
  void close() {
    writerMayGoOn.countDown();
    stores.close();
    threads.close();
  }

  @Test
  void manyWritesShareOneCommit() throws Exception {
    holdTheWriter();
    long commits = stores.commitCount();
    long writes = stores.writeCount();
    var sent = new ArrayList<Future<?>>();
    for (int i = 0; i < 200; i++) {
      sent.add(threads.submit(() -> school.send(group, school.ada, "hello")));
    }
    awaitWaiting(200);
    writerMayGoOn.countDown();
    for (Future<?> each : sent) {
      each.get();
    }
    assertThat(stores.writeCount() - writes).isEqualTo(201);
    assertThat(stores.commitCount() - commits).isLessThanOrEqualTo(3);
    assertThat(stores.messages().head(school.schoolId(), group.id())).isEqualTo(200);
  }

  @Test
  void nobodyIsAnsweredBeforeTheCommitOfTheGroup() throws Exception {
    holdTheWriter();
    Future<?> send = threads.submit(() -> school.send(group, school.ada, "hello"));
    awaitWaiting(1);
    var nextIsHeld = new CountDownLatch(1);
    var nextMayGoOn = new CountDownLatch(1);
    Future<?> next =
        threads.submit(() ->
            stores
                .database()
                .write(session -> {
                  nextIsHeld.countDown();
                  Uninterrupted.run(nextMayGoOn::await);
                  return true;
                }));
    awaitWaiting(2);
    writerMayGoOn.countDown();
    nextIsHeld.await();
    assertThat(send.isDone()).as("written, but not committed").isFalse();
    assertThat(stores.messages().head(school.schoolId(), group.id())).isZero();
    nextMayGoOn.countDown();
    send.get();
    next.get();
    assertThat(stores.messages().head(school.schoolId(), group.id())).isEqualTo(1);
  }

  @Test
  void aWriteThatCanWaitLetsTheOthersGoFirst() throws Exception {
    holdTheWriter();
    var done = new ArrayList<String>();
    Task<Boolean> first = stores.database().writeLater(session -> done.add("first that can wait"));
    Task<Boolean> second = stores.database().writeLater(session -> done.add("second"));
    Future<?> write = threads.submit(() -> stores.database().write(session -> done.add("write")));
    awaitWaiting(3);
    writerMayGoOn.countDown();
    write.get();
    first.await();
    second.await();
    assertThat(done).containsExactly("write", "first that can wait", "second");
  }

  @Test
  void whatIsPutOffSharesTheCommitOfTheNextWrite() {
    long commits = stores.commitCount();
    Task<Boolean> putOff = stores.database().writeLater(session -> true, Duration.ofMinutes(9));
    school.send(group, school.ada, "hello");
    assertThat(putOff.await()).isTrue();
    assertThat(stores.commitCount() - commits).isEqualTo(1);
  }

  @Test
  void whatIsPutOffIsDoneOnceSomebodyIsInAHurry() {
    Task<Boolean> putOff = stores.database().writeLater(session -> true, Duration.ofMinutes(9));
    stores.receipts().hurry();
    assertThat(putOff.await()).isTrue();
    Task<Boolean> alone = stores.database().writeLater(session -> true, Duration.ofMillis(1));
    assertThat(alone.await()).isTrue();
    Task<Boolean> before = stores.database().writeLater(session -> true, Duration.ofMinutes(9));
    Task<Boolean> after = stores.database().writeLater(session -> true);
    assertThat(before.await()).isTrue();
    assertThat(after.await()).isTrue();
  }

  @Test
  void whatIsPutOffIsDoneBeforeTheStoreIsClosed() {
    Task<Boolean> putOff = stores.database().writeLater(session -> true, Duration.ofMinutes(9));
    stores.close();
    assertThat(putOff.await()).isTrue();
  }

  @Test
  void whatCanWaitIsPassedOverByOneLargeGroupAndNoMore() throws Exception {
    reopen(new SqliteLimits(1, 1, 64, 64, 16, 4, second(), second(), 50));
    holdTheWriter();
    var done = new ArrayList<Integer>();
    Task<Boolean> putOff = stores.database().writeLater(session -> done.add(-1));
    var writes = new ArrayList<Future<?>>();
    for (int i = 0; i < 48; i++) {
      int number = i;
      writes.add(threads.submit(() -> stores.database().write(session -> done.add(number))));
    }
    awaitWaiting(49);
    writerMayGoOn.countDown();
    assertThat(putOff.await()).isTrue();
    for (Future<?> each : writes) {
      each.get();
    }
    assertThat(done).hasSize(49);
    assertThat(done.indexOf(-1)).as("after two groups of 16").isEqualTo(32);
  }

  @Test
  void whatIsBehindSharesNoCommitWithOthers() throws Exception {
    holdTheWriter();
    long commits = stores.commitCount();
    long chats = stores.database().chatCount();
    var done = new ArrayList<String>();
    Future<?> behind =
        threads.submit(() -> stores.database().writeBehind(session -> done.add("behind")));
    awaitWaiting(1);
    Future<?> write = threads.submit(() -> stores.database().write(session -> done.add("write")));
    awaitWaiting(2);
    Task<Boolean> later = stores.database().writeLater(session -> done.add("later"));
    writerMayGoOn.countDown();
    write.get();
    behind.get();
    later.await();
    assertThat(done).hasSize(3);
    assertThat(stores.commitCount() - commits).as("the holder, the others, behind").isEqualTo(3);
    assertThat(stores.database().chatCount() - chats).isEqualTo(2);
  }

  @Test
  void whatIsBehindIsDoneThoughOthersKeepTheWriterBusy() throws Exception {
    var behindIsDone = new CountDownLatch(1);
    var busy = new ArrayList<Future<?>>();
    for (int i = 0; i < 4; i++) {
      busy.add(
          threads.submit(() -> {
            while (behindIsDone.getCount() > 0) {
              school.send(group, school.ada, "hello");
            }
          }));
    }
    assertThat(stores.database().<Boolean>writeBehind(session -> true)).isTrue();
    behindIsDone.countDown();
    for (Future<?> each : busy) {
      each.get();
    }
  }

  @Test
  void whatIsBehindIsDoneBeforeTheStoreIsClosed() throws Exception {
    holdTheWriter();
    Future<Boolean> behind = threads.submit(() -> stores.database().writeBehind(session -> true));
    awaitWaiting(1);
    Future<?> closing = threads.submit(stores::close);
    writerMayGoOn.countDown();
    closing.get();
    assertThat(behind.get()).isTrue();
  }

  @Test
  void whatIsBehindFindsThatAnotherProcessWrote() {
    Database database = stores.database();
    boolean _ = database.writeBehind(session -> true);
    long before = database.chatCount();
    boolean _ =
        database.writeBehind(
            session -> session.update("UPDATE roster_version SET version = version") > 0);
    assertThat(database.chatCount()).as("its own do not count").isEqualTo(before);
    try (var other = SqliteStores.open(directory.resolve("homeroom.db"), SqliteLimits.DEFAULT)) {
      other.probe();
    }
    boolean _ = database.writeBehind(session -> true);
    assertThat(database.chatCount()).isEqualTo(before + 1);
  }

  @Test
  void whatIsPutOffAndFailsHurtsNoWriteOfItsGroupNorTheOtherWayRound() throws Exception {
    Task<Boolean> bad =
        stores
            .database()
            .writeLater(
                session -> {
                  int _ = session.update("DELETE FROM messages");
                  throw new IllegalArgumentException("of a receipt");
                },
                Duration.ofMinutes(9));
    school.send(group, school.ada, "hello");
    assertThatThrownBy(bad::await).hasMessage("of a receipt");
    assertThat(stores.messages().head(school.schoolId(), group.id())).isEqualTo(1);
    assertThat(stores.messages().newest(school.schoolId(), group.id(), 50)).hasSize(1);
    Task<Integer> good =
        stores
            .database()
            .writeLater(
                session -> session.update("UPDATE messages SET text = 'moved'"),
                Duration.ofMinutes(9));
    assertThatThrownBy(() -> stores.messages().append(nowhere()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(good.await()).isEqualTo(1);
    assertThat(stores.messages().newest(school.schoolId(), group.id(), 50))
        .allMatch(message -> "moved".equals(message.text()));
  }

  @Test
  void aWriteThatFailsHurtsNoOtherOfItsGroup() throws Exception {
    holdTheWriter();
    var good = new ArrayList<Future<?>>();
    var bad = new ArrayList<Future<?>>();
    for (int i = 0; i < 10; i++) {
      good.add(threads.submit(() -> school.send(group, school.ada, "hello")));
      bad.add(threads.submit(() -> stores.messages().append(ofNobody())));
      bad.add(threads.submit(() -> stores.messages().append(nowhere())));
    }
    awaitWaiting(30);
    writerMayGoOn.countDown();
    for (Future<?> each : good) {
      each.get();
    }
    for (Future<?> each : bad) {
      assertThatThrownBy(each::get)
          .cause()
          .isInstanceOfAny(SqliteFault.class, IllegalArgumentException.class);
    }
    assertThat(stores.messages().head(school.schoolId(), group.id())).isEqualTo(10);
    assertThat(stores.messages().newest(school.schoolId(), group.id(), 50)).hasSize(10);
  }

  @Test
  void whenTooManyWritesWaitTheNextIsRefusedAtOnce() throws Exception {
    reopen(new SqliteLimits(1, 1, 4, WAITING, 4, 4, second(), second(), 50));
    holdTheWriter();
    var sent = new ArrayList<Future<?>>();
    for (int i = 0; i < WAITING; i++) {
      sent.add(threads.submit(() -> school.send(group, school.ada, "hello")));
    }
    awaitWaiting(WAITING);
    assertThatThrownBy(() -> school.send(group, school.ada, "one too many"))
        .isInstanceOfSatisfying(
            StoreUnavailable.class, full -> assertThat(full.retryAfterMillis()).isPositive());
    writerMayGoOn.countDown();
    for (Future<?> each : sent) {
      each.get();
    }
    assertThat(stores.messages().head(school.schoolId(), group.id())).isEqualTo(WAITING);
  }

  @Test
  void closingFinishesWhatWaitsAndRefusesWhatComes() throws Exception {
    holdTheWriter();
    Future<?> waiting = threads.submit(() -> school.send(group, school.ada, "hello"));
    awaitWaiting(1);
    Future<?> closing = threads.submit(stores::close);
    Awaitility.await()
        .untilAsserted(() ->
            assertThatThrownBy(() -> school.send(group, school.ada, "too late"))
                .isInstanceOf(StoreUnavailable.class));
    writerMayGoOn.countDown();
    waiting.get();
    closing.get();
    assertThatThrownBy(() -> stores.roster().version()).isInstanceOf(StoreUnavailable.class);
    try (var again = SqliteStores.open(directory.resolve("homeroom.db"), SqliteLimits.DEFAULT)) {
      assertThat(again.messages().head(school.schoolId(), group.id())).isEqualTo(1);
    }
  }

  @Test
  void aCallerThatIsInterruptedStillLearnsTheOutcome() throws Exception {
    holdTheWriter();
    var stillInterrupted = new CountDownLatch(1);
    var caller =
        Thread.ofVirtual()
            .unstarted(() -> {
              school.send(group, school.ada, "hello");
              if (Thread.currentThread().isInterrupted()) {
                stillInterrupted.countDown();
              }
            });
    caller.start();
    awaitWaiting(1);
    caller.interrupt();
    writerMayGoOn.countDown();
    assertThat(stillInterrupted.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(stores.messages().head(school.schoolId(), group.id())).isEqualTo(1);
    assertThat(school.send(group, school.ada, "the writer goes on").rev()).isEqualTo(2);
  }

  @Test
  void aFullDiskRefusesTheWritesAndKeepsWhatIsStored() {
    school.send(group, school.ada, "before");
    long pages = stores.database().write(s -> s.number("PRAGMA page_count"));
    stores.database().write(s -> s.number("PRAGMA max_page_count = " + (pages + 2)));
    assertThatThrownBy(
            () -> Crowd.of(20, i -> school.send(group, school.ada, "x".repeat(4_000) + i)))
        .cause()
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("full");
    stores.database().write(s -> s.number("PRAGMA max_page_count = 1000000"));
    long head = stores.messages().head(school.schoolId(), group.id());
    assertThat(stores.messages().newest(school.schoolId(), group.id(), 50)).hasSize((int) head);
    assertThat(school.send(group, school.ada, "after").rev()).isEqualTo(head + 1);
  }

  @Test
  void aReadThatTakesTooLongIsEnded() {
    reopen(new SqliteLimits(1, 1, 4, 4, 4, 4, second(), Duration.ofMillis(20), 50));
    String endless =
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";
    assertThatThrownBy(() -> stores.database().read(session -> session.number(endless)))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("too long");
    assertThat(stores.roster().user(school.schoolId(), school.ada.id())).contains(school.ada);
  }

  private void open(SqliteLimits limits) {
    stores = SqliteStores.open(directory.resolve("homeroom.db"), limits);
    school = Fixtures.in(stores);
    group = school.group("Maths", school.ada, school.bob);
  }

  private void reopen(SqliteLimits limits) {
    stores.close();
    open(limits);
  }

  /** Keeps the writer busy with one write until the test lets it go on. */
  private void holdTheWriter() throws InterruptedException {
    var held = new CountDownLatch(1);
    threads.execute(() ->
        stores
            .database()
            .write(session -> {
              held.countDown();
              Uninterrupted.run(writerMayGoOn::await);
              return true;
            }));
    held.await();
  }

  private void awaitWaiting(int writes) {
    Awaitility.await().until(() -> stores.database().waitingWrites() == writes);
  }

  private NewMessage ofNobody() {
    var nobody = new UserId("nobody");
    return new NewMessage(
        new MessageId(Fixtures.id("message")),
        group.id(),
        school.schoolId(),
        nobody,
        "c-1",
        "hello",
        null,
        school.later());
  }

  private NewMessage nowhere() {
    return school.newMessage(new ConversationId("none"), school.ada, "c-1", "hello");
  }

  private static Duration second() {
    return Duration.ofSeconds(1);
  }
}
