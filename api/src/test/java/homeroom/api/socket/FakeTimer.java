package homeroom.api.socket;

import homeroom.chat.time.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Time that goes on when it is told to, and does on the thread of the test what is due. */
final class FakeTimer implements Timer {

  private record Task(long due, Runnable action) {}

  private final List<Task> tasks = new ArrayList<>();
  private long now;

  /** Everything that becomes due runs at its time, in that order. */
  void goOn(Duration by) {
    long until = now + by.toNanos();
    for (Optional<Task> next = next(until); next.isPresent(); next = next(until)) {
      Task task = next.get();
      tasks.remove(task);
      now = task.due;
      task.action.run();
    }
    now = until;
  }

  private Optional<Task> next(long until) {
    return tasks.stream()
        .filter(task -> task.due <= until)
        .min(Comparator.comparingLong(Task::due));
  }

  @Override
  public long nanoTime() {
    return now;
  }

  @Override
  public Appointment after(Duration delay, Runnable action) {
    var task = new Task(now + delay.toNanos(), action);
    tasks.add(task);
    return () -> tasks.remove(task);
  }
}
