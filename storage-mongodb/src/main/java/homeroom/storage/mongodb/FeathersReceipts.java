// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import homeroom.chat.conversation.ConversationType;
import homeroom.chat.message.ReceiptKind;
import homeroom.chat.message.Watermark;
import homeroom.chat.school.UserId;
import homeroom.chat.transfer.Item;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * How far the members of one conversation came, of the receipts that stand in each message. As with
 * what is read here, whoever got or read a message has all before it. For one thread.
 */
final class FeathersReceipts {

  private record Reached(long seq, ReceiptKind kind, Instant at) {}

  /** Of one moment the farthest first. */
  private static final Comparator<Reached> BY_TIME =
      Comparator.comparing(Reached::at).thenComparing(Reached::seq, Comparator.reverseOrder());

  private final FeathersChat chat;
  private final Map<UserId, List<Reached>> reached = new TreeMap<>();
  private final List<Item> watermarks = new ArrayList<>();
  private final List<Item> advances = new ArrayList<>();

  /**
   * @param messages all of the conversation, in any order
   */
  FeathersReceipts(FeathersChat chat, List<FeathersMessage> messages) {
    this.chat = chat;
    chat.members.forEach(member -> reached.put(member, new ArrayList<>()));
    long rev = 0;
    for (FeathersMessage message : messages.stream().sorted(FeathersMessage.BY_TIME).toList()) {
      long seq = rev + 1;
      rev = seq + message.changes();
      note(message, seq, ReceiptKind.DELIVERED, "deliveredTo");
      note(message, seq, ReceiptKind.READ, "readBy");
    }
    reached.forEach(this::follow);
  }

  /** The marks of its members, by the ids of those. */
  List<Item> watermarks() {
    return watermarks;
  }

  /** When each mark moved, in the order of members and times. */
  List<Item> advances() {
    return advances;
  }

  private void note(FeathersMessage message, long seq, ReceiptKind kind, String field) {
    Map<UserId, Instant> at = times(message, field);
    if (chat.type == ConversationType.DIRECT && says(message, kind)) {
      chat.members.forEach(member -> at.putIfAbsent(member, message.createdAt()));
    }
    at.remove(message.sender());
    at.forEach((member, time) -> {
      @Nullable List<Reached> ofMember = reached.get(member);
      if (ofMember != null) {
        ofMember.add(new Reached(seq, kind, time));
      }
    });
  }

  /** Whether the message itself says so of the only other one. */
  private static boolean says(FeathersMessage message, ReceiptKind kind) {
    String status = FeathersValues.text(message.field("status"));
    return status.equals("read") || (status.equals("delivered") && kind == ReceiptKind.DELIVERED);
  }

  private static Map<UserId, Instant> times(FeathersMessage message, String field) {
    var times = new HashMap<UserId, Instant>();
    String person = message.mapping().theirs("messages." + field + ".userId");
    String moment = message.mapping().theirs("messages." + field + ".at");
    for (BsonValue entry : FeathersValues.list(message.field(field))) {
      BsonDocument of = entry.isDocument() ? entry.asDocument() : new BsonDocument(person, entry);
      @Nullable String id = FeathersValues.id(of.get(person));
      @Nullable Instant at = FeathersValues.time(of.get(moment));
      if (id != null) {
        times.put(
            new UserId(id),
            at == null || at.isBefore(message.createdAt()) ? message.createdAt() : at);
      }
    }
    return times;
  }

  /** As the marks of a member would have moved at the time. */
  private void follow(UserId member, List<Reached> inAnyOrder) {
    long delivered = 0;
    long read = 0;
    @Nullable Instant deliveredAt = null;
    @Nullable Instant readAt = null;
    for (Reached next : inAnyOrder.stream().sorted(BY_TIME).toList()) {
      if (next.seq() > delivered) {
        delivered = next.seq();
        deliveredAt = next.at();
        advances.add(advance(member, ReceiptKind.DELIVERED, next));
      }
      if (next.kind() == ReceiptKind.READ && next.seq() > read) {
        read = next.seq();
        readAt = next.at();
        advances.add(advance(member, ReceiptKind.READ, next));
      }
    }
    watermarks.add(
        new Item.OfReceipt(
            chat.school, chat.id, new Watermark(member, 0, delivered, deliveredAt, read, readAt)));
  }

  private Item advance(UserId member, ReceiptKind kind, Reached reached) {
    return new Item.OfAdvance(chat.school, chat.id, member, kind, reached.seq(), reached.at());
  }
}
