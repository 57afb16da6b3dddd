// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import homeroom.chat.rate.CurrentUser;
import homeroom.chat.school.UserId;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Work that one thread of the store does and another thread waits for. The waiter is let go only by
 * {@link #release}, so that a write is seen to be done when it is durable.
 */
final class Task<T> {

  /** What is to be done on a connection. */
  @FunctionalInterface
  interface Work<T> {
    T on(StatementCache session) throws SQLException;
  }

  /** Work that may take longer than what somebody waits for. */
  record AtLength<T>(Work<T> work) implements Work<T> {
    @Override
    public T on(StatementCache session) throws SQLException {
      return work.on(session);
    }
  }

  /** A write that nobody waits for in a chat, see {@link Database#writeBehind}. */
  record Behind<T>(Work<T> work) implements Work<T> {
    @Override
    public T on(StatementCache session) throws SQLException {
      return work.on(session);
    }
  }

  private final Work<T> work;
  private final Object owner;
  private final CompletableFuture<T> answer = new CompletableFuture<>();
  private @Nullable T value;
  private @Nullable RuntimeException failure;

  Task(Work<T> work) {
    this.work = work;
    UserId user = CurrentUser.get();
    this.owner = user == null ? this : user;
  }

  /** On whose behalf it is done; each of the server's own tasks is nobody's but its own. */
  Object owner() {
    return owner;
  }

  boolean isAtLength() {
    return work instanceof AtLength;
  }

  boolean isBehind() {
    return work instanceof Behind;
  }

  void run(StatementCache session) throws SQLException {
    value = work.on(session);
  }

  /** The waiter is to get this instead of a value, once released. */
  void failedWith(RuntimeException reason) {
    failure = reason;
  }

  void release() {
    T done = value;
    if (failure != null) {
      answer.completeExceptionally(failure);
    } else if (done != null) {
      answer.complete(done);
    } else {
      answer.completeExceptionally(new IllegalStateException("released before it was run"));
    }
  }

  void fail(RuntimeException reason) {
    answer.completeExceptionally(reason);
  }

  /**
   * Waits through interrupts and restores them after: the work is done or not, and the caller gets
   * to know which. Every wait ends, since queues and work are bounded.
   */
  T await() {
    try {
      return answer.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException reason) {
        throw reason;
      }
      throw e;
    }
  }
}
