// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

import homeroom.chat.school.ConversationId;
import homeroom.chat.school.UserId;
import homeroom.chat.time.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads in quiet hours, which are stored and told at the end of them; those of one member in one
 * conversation become one. What waits is forgotten with the process: who looks finds it stored.
 * Everything happens on the executor's one thread at a time.
 */
final class LaterReads {

  /** How many wait at most; beyond that they are not told. */
  private static final int MOST = 100_000;

  private record Key(ConversationId conversation, UserId reader) {}

  private record Waiting(WatermarkMove move, Instant until) {}

  private final QuietReaders quiet;
  private final Clock clock;
  private final Timer timer;
  private final Executor executor;
  private final Map<Key, Waiting> waiting = new HashMap<>();

  /** When it rings next; null if nothing waits. */
  private @Nullable Instant alarm;

  /** At the alarm. */
  private Timer.Appointment appointment = () -> {};

  LaterReads(QuietReaders quiet, Clock clock, Timer timer, Executor executor) {
    this.quiet = quiet;
    this.clock = clock;
    this.timer = timer;
    this.executor = executor;
  }

  /**
   * Whether it waits until the quiet hours of its reader end.
   *
   * @param told has it then
   */
  boolean holds(WatermarkMove move, Consumer<List<WatermarkMove>> told) {
    WatermarkAdvance advance = move.advance();
    if (!advance.isRead()) {
      return false;
    }
    return quiet
        .until(advance.schoolId(), advance.userId())
        .map(until -> hold(move, until, told))
        .orElse(false);
  }

  private boolean hold(WatermarkMove move, Instant until, Consumer<List<WatermarkMove>> told) {
    if (waiting.size() < MOST) {
      waiting.merge(
          new Key(move.advance().conversationId(), move.advance().userId()),
          new Waiting(move, until),
          (before, later) ->
              new Waiting(
                  new WatermarkMove(
                      later.move.advance(), Math.min(before.move.before(), later.move.before())),
                  later.until));
      ringAt(until, told);
    }
    return true;
  }

  /** Unless it rings before anyway: hours of one school do not wait for those of another. */
  private void ringAt(Instant until, Consumer<List<WatermarkMove>> told) {
    if (alarm == null || until.isBefore(alarm)) {
      alarm = until;
      Duration delay = Duration.between(clock.instant(), until);
      appointment.cancel();
      appointment =
          timer.after(
              delay.isNegative() ? Duration.ZERO : delay, () -> executor.execute(() -> ring(told)));
    }
  }

  private void ring(Consumer<List<WatermarkMove>> told) {
    alarm = null;
    Instant now = clock.instant();
    var due = new ArrayList<WatermarkMove>();
    waiting.values().removeIf(one -> !one.until.isAfter(now) && due.add(one.move));
    waiting.values().stream()
        .map(Waiting::until)
        .min(Comparator.naturalOrder())
        .ifPresent(next -> ringAt(next, told));
    if (!due.isEmpty()) {
      told.accept(due);
    }
  }
}
