// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.relay;

import homeroom.chat.bus.Change;
import homeroom.chat.bus.ChangeListener;
import homeroom.chat.bus.News;
import homeroom.chat.bus.NodeId;
import homeroom.chat.bus.Notice;
import homeroom.chat.bus.OtherNodes;
import homeroom.chat.fanout.Fanout;
import homeroom.chat.message.Message;
import homeroom.chat.message.MessageEvent;
import homeroom.chat.message.MessageView;
import homeroom.chat.message.ReceiptCounts;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.MessageId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The one school of a relay: tells its members what is said here and, through the bus, elsewhere,
 * once and in the order of the revs. Safe for many threads; never blocks for long.
 */
final class RelaySchool implements ChangeListener {

  static final SchoolId ID = new SchoolId("school");

  private final int node;
  private final int nodes;
  private final OtherNodes others;
  private final Fanout fanout;
  private final Map<String, RelayRoom> rooms = new ConcurrentHashMap<>();

  /** Every message of a conversation up to this rev was told; held while one is. */
  private final Map<ConversationId, AtomicLong> told = new ConcurrentHashMap<>();

  /**
   * A school without rooms.
   *
   * @param node this one, from 0
   * @param nodes how many there are
   */
  RelaySchool(int node, int nodes, OtherNodes others, Fanout fanout) {
    this.node = node;
    this.nodes = nodes;
    this.others = others;
    this.fanout = fanout;
  }

  /** The room of that name, made when it is needed. */
  RelayRoom room(String name) {
    RelayRoom known = rooms.get(name);
    return known == null
        ? rooms.computeIfAbsent(name, key -> new RelayRoom(key, node, nodes))
        : known;
  }

  /** Stores a message, tells those who are here, and hands it over to the other nodes. */
  void say(RelayRoom room, UserId sender, String text) {
    ConversationId conversation = room.saidAt(node);
    AtomicLong last = told(conversation);
    synchronized (last) {
      long rev = last.get() + 1;
      var event = new MessageEvent.Sent(message(conversation, sender, rev, text, room));
      tell(room, event, last);
      publish(new Change.OfMessage(conversation, rev, event));
    }
  }

  private static MessageView message(
      ConversationId conversation, UserId sender, long rev, String text, RelayRoom room) {
    Instant now = Instant.ofEpochMilli(System.currentTimeMillis());
    String id = "65b7c0de" + Long.toHexString(rev | Long.MIN_VALUE); // 24 digits, as of all
    var message =
        new Message(
            new MessageId(id),
            conversation,
            ID,
            sender,
            id,
            rev,
            rev,
            text,
            null,
            0,
            null,
            null,
            null,
            now,
            now);
    return new MessageView(message, ReceiptCounts.none(room.members().size() - 1));
  }

  private void publish(Change.OfMessage change) {
    boolean taken;
    do {
      taken = others.publish(ID, others.logGeneration(ID), List.of(change));
    } while (!taken);
  }

  private AtomicLong told(ConversationId conversation) {
    AtomicLong known = told.get(conversation);
    return known == null ? told.computeIfAbsent(conversation, key -> new AtomicLong()) : known;
  }

  private void tell(RelayRoom room, MessageEvent event, AtomicLong last) {
    fanout.deliver(event, room.members(), null);
    last.set(event.message().message().rev());
  }

  @Override
  public void heard(SchoolId school, Change.OfMessage change) {
    AtomicLong last = told(change.conversation());
    synchronized (last) {
      if (change.rev() > last.get() && change.event() instanceof MessageEvent event) {
        tell(room(RelayRoom.nameOf(change.conversation())), event, last);
      }
    }
  }

  @Override
  public void heard(SchoolId school, News news) {}

  @Override
  public void heard(SchoolId school, NodeId from, Notice.OfPresence notice) {}

  @Override
  public void heard(SchoolId school, Notice.OfReceipts notice) {}

  @Override
  public void heard(SchoolId school, Notice.OfTyping notice) {}

  @Override
  public void heard(Notice.OfFailure notice) {}

  @Override
  public void begins(SchoolId of, Instant since, Instant now) {}

  @Override
  public void introduce(SchoolId school) {}

  @Override
  public void catchUp() {}

  @Override
  public void living(Set<NodeId> living) {}

  /** What another node has in its memory is not found: the load misses it. */
  @Override
  public Map<ConversationId, RuntimeException> look(SchoolId school, Instant since) {
    return Map.of();
  }

  @Override
  public void look(SchoolId school, ConversationId conversation, Instant since) {}
}
