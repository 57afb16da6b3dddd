// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import homeroom.chat.message.Message;
import homeroom.chat.message.Revision;
import homeroom.chat.school.MessageId;
import homeroom.chat.school.UserId;
import homeroom.chat.transfer.Item;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * A message of another application that can be brought over. Its own rev comes first, then one for
 * each edit, then one for its deletion.
 *
 * @param document the whole of it, or as much as {@link #order} and {@link #changes} need
 */
record FeathersMessage(
    FeathersMapping mapping,
    BsonDocument document,
    MessageId id,
    FeathersChat chat,
    UserId sender) {

  private static final int MAX_EDITS = 100;

  /** In the order in which they were sent. */
  static final Comparator<FeathersMessage> BY_TIME =
      Comparator.comparing(FeathersMessage::createdAt)
          .thenComparing(message -> message.order(), FeathersValues.BY_ID);

  /** Null if it is left out. */
  static @Nullable FeathersMessage of(
      BsonDocument document,
      FeathersMapping mapping,
      FeathersChats chats,
      FeathersPeople people,
      FeathersLeftOut leftOut) {
    @Nullable String id = FeathersValues.id(document.get("_id"));
    @Nullable FeathersChat chat =
        chats.named(FeathersValues.id(document.get(mapping.theirs("messages.conversationId"))));
    @Nullable String sender = FeathersValues.id(document.get(mapping.theirs("messages.senderId")));
    if (id == null) {
      leftOut.add("messages whose _id is no id", "of a type that is none");
    } else if (chat == null) {
      leftOut.add("messages of a conversation that is not there", id);
    } else if (sender == null || !people.isIn(chat.school, new UserId(sender))) {
      leftOut.add("messages of people who are not there", id);
    } else {
      return new FeathersMessage(mapping, document, new MessageId(id), chat, new UserId(sender));
    }
    return null;
  }

  BsonValue order() {
    return document.get("_id", BsonNull.VALUE);
  }

  Instant createdAt() {
    return FeathersValues.madeAt(document, mapping.theirs("messages.createdAt"));
  }

  /** How many revs it has beside its first. */
  int changes() {
    return edits().size() + (deletedAt() == null ? 0 : 1);
  }

  @Nullable Instant deletedAt() {
    return FeathersValues.time(field("deletedAt"));
  }

  private List<BsonDocument> edits() {
    return FeathersValues.parts(field("editHistory"));
  }

  /** All of it, with the revs from {@code seq} on. */
  Item item(long seq) {
    var revs = new ArrayList<>(List.of(seq));
    var history = new ArrayList<Revision>();
    @Nullable Instant editedAt = null;
    for (BsonDocument edit : edits()) {
      @Nullable Instant at =
          FeathersValues.time(edit.get(mapping.theirs("messages.editHistory.editedAt")));
      editedAt = at == null ? createdAt() : at;
      String before = FeathersValues.text(edit.get(mapping.theirs("messages.editHistory.text")));
      revs.add(seq + revs.size());
      history.add(new Revision(revs.getLast(), before, sender, editedAt, false));
    }
    @Nullable Instant deletedAt = deletedAt();
    @Nullable UserId deletedBy = null;
    String text = FeathersValues.text(field("text"));
    if (deletedAt != null) {
      @Nullable String by = FeathersValues.id(field("deletedBy"));
      deletedBy = by == null ? sender : new UserId(by);
      revs.add(seq + revs.size());
      history.add(new Revision(revs.getLast(), text, deletedBy, deletedAt, true));
    }
    @Nullable String replyTo = FeathersValues.id(field("replyTo"));
    return new Item.OfMessage(
        new Message(
            id,
            chat.id,
            chat.school,
            sender,
            id.value(),
            seq,
            revs.getLast(),
            deletedAt == null ? text : "",
            replyTo == null ? null : new MessageId(replyTo),
            Math.min(MAX_EDITS, edits().size()),
            editedAt,
            deletedAt,
            deletedBy,
            createdAt(),
            history.isEmpty() ? createdAt() : history.getLast().at()),
        revs,
        history);
  }

  /** As it stands there, by our name for it. */
  @Nullable BsonValue field(String name) {
    return document.get(mapping.theirs("messages." + name));
  }
}
