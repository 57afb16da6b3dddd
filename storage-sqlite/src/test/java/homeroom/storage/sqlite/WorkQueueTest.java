// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people do goes before what an import writes, which is not passed over for ever. */
class WorkQueueTest {

  private static final long PATIENCE = Duration.ofMillis(50).toNanos();

  /** What was served together, in order, as soon as {@link #mayGoOn} was counted down. */
  private final List<List<String>> served = Collections.synchronizedList(new ArrayList<>());

  private final CountDownLatch isHeld = new CountDownLatch(1);
  private final CountDownLatch mayGoOn = new CountDownLatch(1);
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - PATIENCE / 2);
  private final ExecutorService people = Executors.newVirtualThreadPerTaskExecutor();
  private final List<String> group = new ArrayList<>();
  private WorkQueue queue;

  /** Runs what a group does, and notes it. */
  private final class Noting implements WorkQueue.Worker {

    private final StatementCache session;

    Noting() throws SQLException {
      session = new StatementCache(DriverManager.getConnection("jdbc:sqlite::memory:"), 1);
    }

    @Override
    public void serve(List<Task<?>> tasks) {
      group.clear();
      for (Task<?> task : tasks) {
        try {
          task.run(session);
        } catch (SQLException e) {
          throw new AssertionError(e);
        }
      }
      served.add(List.copyOf(group));
      tasks.forEach(Task::release);
    }

    @Override
    public void close() {
      Connections.close(session);
    }
  }

  @BeforeEach
  void holdTheWorker() throws Exception {
    queue = new WorkQueue("write", List.of(new Noting()), 10, 8, 10, now::get);
    var _ =
        people.submit(() ->
            queue.call(session -> {
              isHeld.countDown();
              Uninterrupted.run(mayGoOn::await);
              return group.add("held");
            }));
    isHeld.await();
  }

  @AfterEach
  void close() {
    mayGoOn.countDown();
    people.close();
    queue.close();
  }

  @Test
  void messagesGoFirstAndTogether() {
    comesBehind("batch");
    comes("message");
    comes("another");
    now.addAndGet(PATIENCE - 1);
    assertThat(order())
        .containsExactly(List.of("held"), List.of("message", "another"), List.of("batch"));
  }

  @Test
  void whatHasWaitedForTheirWhileIsNotPassedOverAnyMore() {
    comesBehind("batch");
    comes("message");
    now.addAndGet(PATIENCE);
    assertThat(order()).containsExactly(List.of("held"), List.of("batch"), List.of("message"));
  }

  @Test
  void thatIsSoForEachByItself() {
    comesBehind("first");
    now.addAndGet(1);
    comesBehind("second");
    comes("message");
    now.addAndGet(PATIENCE - 1);
    assertThat(order())
        .containsExactly(List.of("held"), List.of("first"), List.of("message"), List.of("second"));
  }

  @Test
  void whatCanWaitGoesWithMessagesAndNeverWithABatch() {
    comesBehind("batch");
    Task<Boolean> receipts = queue.later(session -> group.add("receipts"), Duration.ofHours(1));
    comes("message");
    now.addAndGet(PATIENCE);
    assertThat(order())
        .containsExactly(List.of("held"), List.of("batch"), List.of("message", "receipts"));
    assertThat(receipts.await()).isTrue();
  }

  @Test
  void withNobodyElseABatchIsServedAtOnce() {
    comesBehind("batch");
    comesBehind("another");
    assertThat(order()).containsExactly(List.of("held"), List.of("batch"), List.of("another"));
  }

  private void comes(String what) {
    submitted(() -> queue.call(session -> group.add(what)));
  }

  private void comesBehind(String what) {
    submitted(() -> queue.callBehind(new Task.Behind<>(session -> group.add(what))));
  }

  private void submitted(Runnable call) {
    int waiting = queue.waiting();
    var _ = people.submit(call);
    Awaitility.await().until(() -> queue.waiting() > waiting);
  }

  private List<List<String>> order() {
    mayGoOn.countDown();
    people.close();
    return served;
  }
}
