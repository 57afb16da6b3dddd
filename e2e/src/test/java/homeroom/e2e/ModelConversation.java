// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a conversation is, by the wire's contract and nothing else. */
final class ModelConversation {

  static final class Message {
    final String id;
    final String sender;
    final String clientId;
    final long seq;
    final @Nullable String replyTo;
    final List<String> earlierTexts = new ArrayList<>();
    String text;
    long rev;
    int edits;
    @Nullable String deletedBy;

    Message(
        String id,
        String sender,
        String clientId,
        long seq,
        @Nullable String replyTo,
        String text) {
      this.id = id;
      this.sender = sender;
      this.clientId = clientId;
      this.seq = seq;
      this.rev = seq;
      this.replyTo = replyTo;
      this.text = text;
    }

    boolean deleted() {
      return deletedBy != null;
    }
  }

  /** Messages with {@code after < seq <= upTo} that one connection confirmed. */
  record Confirmed(long after, long upTo) {}

  /**
   * How far a member has come. Delivered is at least what the contract promises, and at most what
   * was confirmed at all: when two connections close each other's holes, it may be either.
   */
  static final class Mark {
    final long joined;
    long read;
    long deliveredAtLeast;
    long deliveredAtMost;
    final List<Confirmed> confirmed = new ArrayList<>();

    Mark(long joined, long delivered, long read) {
      this.joined = joined;
      this.read = read;
      this.deliveredAtLeast = delivered;
      this.deliveredAtMost = delivered;
    }
  }

  final String id;
  final String type;
  final boolean ofThisSchool;
  final @Nullable String createdBy;
  @Nullable String title;
  boolean archived;
  long rev;
  final TreeMap<Long, Message> messages = new TreeMap<>();
  final Map<String, Mark> marks = new HashMap<>();

  ModelConversation(
      String id,
      String type,
      boolean ofThisSchool,
      @Nullable String createdBy,
      @Nullable String title) {
    this.id = id;
    this.type = type;
    this.ofThisSchool = ofThisSchool;
    this.createdBy = createdBy;
    this.title = title;
  }

  /** How far a member has come. */
  Mark mark(String member) {
    return Objects.requireNonNull(marks.get(member), member);
  }

  boolean isMember(String user) {
    return marks.containsKey(user);
  }

  SortedSet<String> members() {
    return new TreeSet<>(marks.keySet());
  }

  long newestSeq() {
    return messages.isEmpty() ? 0 : messages.lastKey();
  }

  /** A watermark may stand on the rev of an edit; this is the message it means. */
  long newestUpTo(long watermark) {
    Long seq = messages.floorKey(watermark);
    return seq == null ? 0 : seq;
  }

  void join(String user) {
    marks.putIfAbsent(user, new Mark(newestSeq(), newestSeq(), newestSeq()));
  }

  void leave(String user) {
    marks.remove(user);
  }

  /** Gone for everybody. */
  void archive() {
    archived = true;
    marks.clear();
  }

  Message send(String id, String sender, String clientId, @Nullable String replyTo, String text) {
    rev++;
    var message = new Message(id, sender, clientId, rev, replyTo, text);
    messages.put(rev, message);
    return message;
  }

  void edit(Message message, String text) {
    message.earlierTexts.add(message.text);
    message.edits++;
    message.text = text;
    message.rev = ++rev;
  }

  void delete(Message message, String by) {
    message.earlierTexts.add(message.text);
    message.text = "";
    message.deletedBy = by;
    message.rev = ++rev;
  }

  /** The user says so: everything up to there was delivered, or read. */
  void claim(String user, long seq, boolean read) {
    Mark mark = marks.get(user);
    long upTo = Math.min(seq, newestSeq());
    if (mark == null) {
      return;
    }
    mark.deliveredAtLeast = Math.max(mark.deliveredAtLeast, upTo);
    mark.deliveredAtMost = Math.max(mark.deliveredAtMost, upTo);
    if (read) {
      mark.read = Math.max(mark.read, upTo);
    }
    closeHoles(mark);
  }

  /** A device has everything up to the rev: it is delivered but for what changed since. */
  void named(String user, long rev) {
    Mark mark = marks.get(user);
    if (mark != null) {
      mark.confirmed.add(new Confirmed(0, rev));
      closeHoles(mark);
    }
  }

  /** A connection of the user confirmed what it was sent. */
  void confirm(String user, @Nullable Confirmed confirmed) {
    Mark mark = marks.get(user);
    if (mark != null && confirmed != null) {
      mark.deliveredAtLeast = beyond(mark.deliveredAtLeast, confirmed);
      mark.confirmed.add(confirmed);
      closeHoles(mark);
    }
  }

  private void closeHoles(Mark mark) {
    long before;
    do {
      before = mark.deliveredAtMost;
      for (Confirmed confirmed : mark.confirmed) {
        mark.deliveredAtMost = beyond(mark.deliveredAtMost, confirmed);
      }
    } while (mark.deliveredAtMost > before);
  }

  /** Where a watermark stands afterwards: where it was, if messages in between are missing. */
  private long beyond(long watermark, Confirmed confirmed) {
    boolean hole =
        confirmed.after() > watermark
            && !messages.subMap(watermark, false, confirmed.after(), true).isEmpty();
    return hole ? watermark : Math.max(watermark, confirmed.upTo());
  }

  long unread(String user) {
    return messages.tailMap(mark(user).read, false).values().stream()
        .filter(message -> !message.deleted() && !message.sender.equals(user))
        .count();
  }

  @Nullable Message lastMessage() {
    return messages.descendingMap().values().stream()
        .filter(message -> !message.deleted())
        .findFirst()
        .orElse(null);
  }
}
