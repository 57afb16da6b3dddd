// SPDX-License-Identifier: Apache-2.0
package homeroom.client;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one conversation: all messages from {@code floor} on, as they were at {@code
 * rev}, and perhaps some beyond a gap. For one thread.
 */
final class ConversationCopy {

  /** Messages of an entry that begins anew, if there are as many. */
  private static final int NEWEST = 50;

  /** Messages that are kept when the oldest are let go of, and how many new come before that. */
  private static final int KEPT = 1_000;

  /** Messages that are loaded by asking for older ones. */
  private static final int MAX_LOADED = 50_000;

  /** The server counts no further. */
  private static final int MAX_UNREAD = 999;

  /** How far another member is. */
  private record Mark(long delivered, long read) {}

  private final String me;
  private final TreeMap<Long, Message> bySeq = new TreeMap<>();
  private final TreeSet<Long> beyond = new TreeSet<>();
  private final Map<String, Mark> marks = new HashMap<>();
  private final Deque<Message> early = new ArrayDeque<>();
  private Json told;
  private long rev;
  private boolean named;
  private long floor = Long.MAX_VALUE;
  private long readSeq;

  /** With more messages than this the oldest are let go of. */
  private int room = 2 * KEPT;

  /**
   * @param told the conversation, as the server has it
   * @param me the user's own id
   */
  ConversationCopy(Json told, String me) {
    this.told = told;
    this.me = me;
    this.readSeq = told.number("readSeq");
  }

  /** The user has it from now on; what was written before can be loaded. */
  void begin() {
    rev = told.number("rev");
    floor = rev + 1;
    open();
  }

  /** Up to this change nothing is missing. */
  long rev() {
    return rev;
  }

  /** Whether the server gave a rev to continue from. */
  boolean isNamed() {
    return named;
  }

  /** The revs of the server are of another history now. */
  void forgetRev() {
    named = false;
  }

  /** Whether something is missing before what came last. */
  boolean hasGap() {
    return !beyond.isEmpty();
  }

  long floor() {
    return floor;
  }

  /** Whether there are older messages, and room for them. */
  boolean canLoadOlder() {
    return floor > 1 && bySeq.size() < MAX_LOADED;
  }

  long readSeq() {
    return readSeq;
  }

  /** The newest message of somebody else that is known; 0 if there is none. */
  long newestOfOthers() {
    for (Message message : bySeq.descendingMap().values()) {
      if (!message.senderId().equals(me)) {
        return message.seq();
      }
    }
    return 0;
  }

  Conversation view() {
    return Conversation.of(told, readSeq, unread(), new ArrayList<>(bySeq.values()), floor > 1);
  }

  private int unread() {
    boolean whole = readSeq + 1 >= floor;
    long from = whole ? readSeq : told.number("rev");
    long count =
        bySeq.tailMap(from, false).values().stream()
            .filter(message -> !message.senderId().equals(me) && message.deletedAt() == null)
            .count();
    return (int) Math.min(MAX_UNREAD, count + (whole ? 0 : told.number("unread")));
  }

  /** Takes what the server says of the conversation, beside its messages. */
  void update(Json conversation) {
    if (conversation.number("rev") < told.number("rev")) {
      told = conversation.with(told, List.of("rev", "unread", "lastMessage"));
    } else {
      told = conversation;
    }
    readSeq = Math.max(readSeq, conversation.number("readSeq"));
  }

  /** A message that was pushed, or came in the answer to a call. */
  void take(Message message) {
    if (!named) {
      early.add(message);
      if (early.size() > KEPT) {
        early.removeFirst(); // a gap later
      }
      return;
    }
    boolean isNew = !bySeq.containsKey(message.seq());
    keep(isNew && message.senderId().equals(me) ? withMarks(message) : message);
    letGo();
    if (message.rev() > rev) {
      beyond.add(message.rev());
      closeGap();
    }
  }

  /** An entry of a sync's answer. */
  void sync(Json entry) {
    if (entry.flag("reset")) {
      reset(entry);
      return;
    }
    mark(entry, true);
    update(entry.part("conversation"));
    rev = Math.max(rev, entry.number("rev"));
    named = true;
    messages(entry).forEach(this::keep);
    letGo();
    closeGap();
  }

  /** Begins anew with the newest messages, or, if those had no room, with nothing. */
  private void reset(Json entry) {
    long entryRev = entry.number("rev");
    if (named) {
      bySeq.values().stream()
          .filter(message -> message.rev() > entryRev && beyond.contains(message.rev()))
          .forEach(early::add);
    }
    told = entry.part("conversation");
    readSeq = told.number("readSeq");
    bySeq.clear();
    beyond.clear();
    marks.clear();
    room = 2 * KEPT;
    List<Message> newest = messages(entry);
    floor = 0;
    newest.forEach(this::keep);
    floor = newest.size() < NEWEST ? 1 : bySeq.firstKey();
    mark(entry, false);
    rev = entryRev;
    named = false;
    if (entry.flag("complete")) {
      open();
    } else {
      floor = Long.MAX_VALUE;
    }
  }

  private void open() {
    named = true;
    var waiting = new ArrayList<>(early);
    early.clear();
    waiting.stream().filter(message -> message.rev() > rev).forEach(this::take);
  }

  /**
   * A page of messages before those that are known.
   *
   * @param before the floor when it was asked for; if that is another now, the page does not join
   */
  void older(long before, List<Message> page, boolean isLast) {
    if (floor != before) {
      return;
    }
    floor = 0;
    page.forEach(this::keep);
    floor = isLast ? 1 : bySeq.firstKey();
    room = Math.max(room, bySeq.size() + KEPT);
  }

  /** Messages as they are now, whose counts may have changed without a rev. */
  void refresh(List<Message> messages) {
    messages.forEach(this::keep);
  }

  /** The user has read up to there. */
  void read(long seq) {
    readSeq = Math.max(readSeq, seq);
  }

  /**
   * Members came further.
   *
   * @return whether all counts followed; if not, the messages are to be asked for again
   */
  boolean receipts(boolean read, List<Json> receipts) {
    boolean known = true;
    for (Json receipt : receipts) {
      String user = receipt.text("userId");
      long seq = receipt.number("seq");
      if (user.equals(me)) {
        read(read ? seq : 0);
        continue;
      }
      @Nullable Mark old = marks.get(user);
      known &= old != null;
      long delivered = Math.max(old == null ? 0 : old.delivered(), seq);
      long readUpTo = Math.max(old == null ? 0 : old.read(), read ? seq : 0);
      move(user, old, new Mark(delivered, readUpTo));
    }
    return known;
  }

  private void mark(Json entry, boolean counts) {
    for (Json receipt : entry.parts("receipts")) {
      String user = receipt.text("userId");
      if (!user.equals(me)) {
        move(
            user,
            counts ? marks.get(user) : null,
            new Mark(receipt.number("deliveredSeq"), receipt.number("readSeq")));
      }
    }
  }

  /** Counts one more at each own message that the member came past. */
  private void move(String user, @Nullable Mark old, Mark now) {
    marks.put(user, now);
    if (old == null) {
      return;
    }
    long from = Math.min(old.delivered(), old.read());
    long to = Math.max(now.delivered(), now.read());
    if (to > from) {
      bySeq
          .subMap(from, false, to, true)
          .replaceAll((seq, message) ->
              message.senderId().equals(me) ? counted(message, old, now) : message);
    }
  }

  private static Message counted(Message message, Mark old, Mark now) {
    var before = message.receipts();
    return message.with(
        new Message.Receipts(
            before.delivered() + passed(message.seq(), old.delivered(), now.delivered()),
            before.read() + passed(message.seq(), old.read(), now.read()),
            before.of()));
  }

  private static int passed(long seq, long from, long to) {
    return seq > from && seq <= to ? 1 : 0;
  }

  /** The answer to a call may come after the receipts of the message that it brings. */
  private Message withMarks(Message message) {
    long seq = message.seq();
    int delivered = (int) marks.values().stream().filter(mark -> mark.delivered() >= seq).count();
    int read = (int) marks.values().stream().filter(mark -> mark.read() >= seq).count();
    var told = message.receipts();
    return message.with(
        new Message.Receipts(
            Math.max(told.delivered(), delivered), Math.max(told.read(), read), told.of()));
  }

  private void keep(Message message) {
    if (message.seq() >= floor) {
      bySeq.merge(message.seq(), message, (old, now) -> now.rev() >= old.rev() ? now : old);
    }
  }

  /** Keeps the newest messages, where there are too many; the others can be loaded again. */
  private void letGo() {
    if (bySeq.size() > room) {
      while (bySeq.size() > KEPT) {
        bySeq.pollFirstEntry();
      }
      floor = bySeq.firstKey();
      room = 2 * KEPT;
    }
  }

  private void closeGap() {
    beyond.headSet(rev, true).clear();
    while (beyond.remove(rev + 1)) {
      rev++;
    }
  }

  private static List<Message> messages(Json entry) {
    return entry.parts("messages").stream().map(Message::of).toList();
  }
}
