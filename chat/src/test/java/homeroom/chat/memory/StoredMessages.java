// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.memory;

import homeroom.chat.message.Message;
import homeroom.chat.message.MessageChange;
import homeroom.chat.message.NewMessage;
import homeroom.chat.message.Revision;
import homeroom.chat.school.MessageId;
import homeroom.chat.school.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The messages of one conversation. */
final class StoredMessages {

  private record ClientKey(UserId sender, String clientId) {}

  private final NavigableMap<Long, Message> bySeq = new TreeMap<>();
  private final Map<MessageId, Long> byId = new HashMap<>();
  private final Map<ClientKey, Long> byClientId = new HashMap<>();
  private final Map<MessageId, List<Revision>> history = new HashMap<>();

  /** Of which message a change was, and when. */
  private record Made(long seq, Instant at) {}

  private final NavigableMap<Long, Made> changes = new TreeMap<>();

  /** The newest change; each takes the next. */
  private long head;

  long head() {
    return head;
  }

  long newestSeq() {
    return bySeq.isEmpty() ? 0 : bySeq.lastKey();
  }

  /** By seq. */
  Collection<Message> all() {
    return bySeq.values();
  }

  /** Those with {@code after < seq <= upTo}, by seq. */
  Collection<Message> between(long after, long upTo) {
    return after >= upTo ? List.of() : bySeq.subMap(after, false, upTo, true).values();
  }

  /** Messages of others, not deleted, above the seq; counting stops at the cap. */
  int countUnread(UserId reader, long after, int cap) {
    return (int)
        between(after, Long.MAX_VALUE).stream()
            .filter(one -> !one.isDeleted() && !one.senderId().equals(reader))
            .limit(cap)
            .count();
  }

  Optional<Message> message(MessageId id) {
    return Optional.ofNullable(byId.get(id)).map(bySeq::get);
  }

  Optional<Message> byClientId(UserId sender, String clientId) {
    return Optional.ofNullable(byClientId.get(new ClientKey(sender, clientId))).map(bySeq::get);
  }

  /** The newest that is not deleted. */
  Optional<Message> newestThatStands() {
    return bySeq.descendingMap().values().stream()
        .filter(message -> !message.isDeleted())
        .findFirst();
  }

  /** Oldest first. */
  List<Revision> history(MessageId id) {
    return List.copyOf(history.getOrDefault(id, List.of()));
  }

  /** Every change in the stretch, by rev. */
  Stream<MessageChange> changes(long after, long upTo) {
    return after >= upTo
        ? Stream.of()
        : changes.subMap(after, false, upTo, true).entrySet().stream()
            .map(one ->
                new MessageChange(
                    one.getKey(), Objects.requireNonNull(bySeq.get(one.getValue().seq()))));
  }

  /** The lowest rev of the changes made at that moment or later. */
  OptionalLong firstChange(Instant since) {
    return changes.entrySet().stream()
        .filter(change -> !change.getValue().at().isBefore(since))
        .mapToLong(Map.Entry::getKey)
        .findFirst();
  }

  Message append(NewMessage made) {
    long seq = ++head;
    var message =
        new Message(
            made.id(),
            made.conversationId(),
            made.schoolId(),
            made.senderId(),
            made.clientId(),
            seq,
            seq,
            made.text(),
            made.replyTo(),
            0,
            null,
            null,
            null,
            made.at(),
            made.at());
    byId.put(message.id(), seq);
    byClientId.put(new ClientKey(message.senderId(), message.clientId()), seq);
    bySeq.put(seq, message);
    changes.put(seq, new Made(seq, made.at()));
    return message;
  }

  Message edit(Message before, UserId by, String text, Instant at) {
    keep(before, by, at, false);
    return replace(
        new Message(
            before.id(),
            before.conversationId(),
            before.schoolId(),
            before.senderId(),
            before.clientId(),
            before.seq(),
            head,
            text,
            before.replyTo(),
            before.edits() + 1,
            at,
            null,
            null,
            before.createdAt(),
            later(before.updatedAt(), at)));
  }

  Message delete(Message before, UserId by, Instant at) {
    keep(before, by, at, true);
    return replace(
        new Message(
            before.id(),
            before.conversationId(),
            before.schoolId(),
            before.senderId(),
            before.clientId(),
            before.seq(),
            head,
            "",
            before.replyTo(),
            before.edits(),
            before.editedAt(),
            at,
            by,
            before.createdAt(),
            later(before.updatedAt(), at)));
  }

  private void keep(Message before, UserId by, Instant at, boolean deletion) {
    history
        .computeIfAbsent(before.id(), id -> new ArrayList<>())
        .add(new Revision(++head, before.text(), by, at, deletion));
    changes.put(head, new Made(before.seq(), at));
  }

  private Message replace(Message message) {
    bySeq.put(message.seq(), message);
    return message;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
