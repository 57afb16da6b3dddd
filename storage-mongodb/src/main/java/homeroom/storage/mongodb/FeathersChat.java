// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import homeroom.chat.conversation.ConversationType;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * A conversation of another application, and what its messages come to. Those of other
 * conversations of the same two people are its own. For one thread.
 */
final class FeathersChat {

  final ConversationId id;
  final SchoolId school;
  final ConversationType type;
  final @Nullable String title;
  final @Nullable ClassId classId;
  final boolean archived;

  /** Whose receipts count, by id. */
  final Set<UserId> members;

  final @Nullable UserId createdBy;
  final Instant createdAt;

  /** The conversations whose messages are its own, as the documents name them. */
  final List<String> names = new ArrayList<>();

  /** Its place among all. */
  int number;

  /** How many messages it has. */
  int size;

  /** The newest rev; 0 before the first message. */
  long rev;

  /** When its newest message was sent, or it was changed after that. */
  Instant changedAt;

  /** The document of the newest message that is not deleted; null if there is none. */
  @Nullable BsonValue last;

  /** When that was sent. */
  Instant lastAt = Instant.MIN;

  /** The seq of it; its place among all messages while they are counted. */
  int lastSeq;

  FeathersChat(
      ConversationId id,
      SchoolId school,
      ConversationType type,
      @Nullable String title,
      @Nullable ClassId classId,
      boolean archived,
      Set<UserId> members,
      @Nullable UserId createdBy,
      Instant createdAt,
      Instant updatedAt) {
    this.id = id;
    this.school = school;
    this.type = type;
    this.title = title;
    this.classId = classId;
    this.archived = archived;
    this.members = members;
    this.createdBy = createdBy;
    this.createdAt = createdAt;
    this.changedAt = updatedAt;
    this.names.add(id.value());
  }

  /** In the list of the conversation itself; a class has those of its roster. */
  List<UserId> participants() {
    return type == ConversationType.CLASS ? List.of() : List.copyOf(members);
  }
}
