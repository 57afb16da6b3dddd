package homeroom.chat;

import homeroom.chat.fanout.ChatEvent;
import homeroom.chat.fanout.Fanout;
import homeroom.chat.school.ConnectionId;
import homeroom.chat.school.UserId;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Keeps what people are told, in the order in which they are told it. */
public final class RecordingFanout implements Fanout {

  /** An event, whom it is for, and the connection that is not to hear it. */
  public record Told(ChatEvent event, Set<UserId> users, @Nullable ConnectionId except) {}

  private final List<Told> told = new CopyOnWriteArrayList<>();

  @Override
  public void deliver(ChatEvent event, Collection<UserId> users, @Nullable ConnectionId except) {
    if (!users.isEmpty()) {
      told.add(new Told(event, Set.copyOf(users), except));
    }
  }

  /** Everything so far. */
  public List<Told> told() {
    return List.copyOf(told);
  }

  /** The events of that kind that the user was told. */
  public <E extends ChatEvent> List<E> told(UserId user, Class<E> kind) {
    return told.stream()
        .filter(one -> one.users.contains(user))
        .map(Told::event)
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }

  /** Forgets everything so far. */
  public void clear() {
    told.clear();
  }
}
