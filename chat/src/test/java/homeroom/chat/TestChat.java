package homeroom.chat;

import homeroom.chat.memory.InMemoryStores;
import homeroom.chat.presence.ConnectionManager;
import homeroom.chat.school.IdSource;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A whole chat in memory, in which only time and ids are made up. What a timer or a batch leads to
 * happens at once, on the thread of the test.
 */
public final class TestChat {

  public final InMemoryStores stores = new InMemoryStores();
  public final TestTime time = new TestTime();
  public final IdSource ids;
  public final RecordingFanout fanout = new RecordingFanout();
  public final ConnectionManager<String> connections = new ConnectionManager<>();
  public final Chat<String> chat;

  public TestChat() {
    this(ChatLimits.DEFAULT);
  }

  public TestChat(ChatLimits limits) {
    var next = new AtomicInteger();
    ids = () -> "id%04d".formatted(next.incrementAndGet());
    chat =
        new Chat<>(
            stores,
            connections,
            fanout,
            limits,
            new ChatEnvironment(
                time.clock(),
                time,
                ids,
                password -> "hash of " + password,
                Runnable::run,
                Runnable::run));
  }
}
