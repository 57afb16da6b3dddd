// SPDX-License-Identifier: Apache-2.0
package homeroom.chat;

import homeroom.chat.conversation.ConversationEvent;
import homeroom.chat.conversation.ConversationView;
import homeroom.chat.fanout.ChatEvent;
import homeroom.chat.message.RecordEvent;
import homeroom.chat.presence.Connection;
import homeroom.chat.school.Caller;
import homeroom.chat.school.ConnectionId;
import homeroom.chat.school.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What somebody is connected with, and what it has heard. */
public final class Device {

  private final ConnectionId id;
  private final List<ChatEvent> heard = new ArrayList<>();
  private @Nullable Connection<Device> connection;
  private List<String> online = List.of();

  Device(ConnectionId id) {
    this.id = id;
  }

  void opened(Connection<Device> opened, List<String> usersOnline) {
    connection = opened;
    online = usersOnline;
  }

  void hear(ChatEvent event) {
    heard.add(event);
  }

  ConnectionId id() {
    return id;
  }

  Connection<Device> connection() {
    if (connection == null) {
      throw new AssertionError("not connected");
    }
    return connection;
  }

  /** The id of its user. */
  public String user() {
    return connection().userId().value();
  }

  /** Its user, calling on it. */
  public Caller caller() {
    Connection<Device> open = connection();
    return new Caller(open.userId(), open.schoolId(), open.role(), id, Instant.EPOCH);
  }

  /** Whom it was told to be online when it connected, in order. */
  public List<String> online() {
    return online;
  }

  /** The conversation that it heard of last, as its user sees it. */
  public ConversationView shown() {
    return heard.reversed().stream().flatMap(this::view).findFirst().orElseThrow();
  }

  private Stream<ConversationView> view(ChatEvent event) {
    UserId user = connection().userId();
    return switch (event) {
      case ConversationEvent.Added added -> Stream.ofNullable(added.views().get(user));
      case RecordEvent.OfConversation record -> Stream.ofNullable(record.views().get(user));
      case ConversationEvent.Updated updated -> Stream.ofNullable(updated.views().get(user));
      default -> Stream.of();
    };
  }

  /** What it heard since it was asked last, in the words of {@link Told}. */
  public List<String> heard() {
    var words = heard.stream().map(Told::words).toList();
    heard.clear();
    return words;
  }

  /** The same, as it was told. */
  public List<ChatEvent> events() {
    var events = List.copyOf(heard);
    heard.clear();
    return events;
  }
}
