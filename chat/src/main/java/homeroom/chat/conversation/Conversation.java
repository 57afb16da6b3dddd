// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.conversation;

import homeroom.chat.school.ClassId;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A conversation as stored.
 *
 * @param title of a group, null if it has none; null for a direct conversation; of a class its name
 *     now
 * @param classId of a class conversation, else null
 * @param participants of a direct conversation or a group, sorted by id; empty for a class, whose
 *     members the roster knows
 * @param supervisors of the staff, who read it and are no participants, sorted by id
 * @param createdBy null for a class conversation, which nobody started
 * @param archived its class was removed: gone for its members, kept for audit
 * @param rev the newest change; 0 before the first message
 * @param lastMessage the newest message that is not deleted, null if there is none
 * @param updatedAt of two of a school the one that changed later has the later one
 */
public record Conversation(
    ConversationId id,
    SchoolId schoolId,
    ConversationType type,
    @Nullable String title,
    @Nullable ClassId classId,
    List<UserId> participants,
    List<UserId> supervisors,
    @Nullable UserId createdBy,
    boolean archived,
    long rev,
    @Nullable LastMessage lastMessage,
    Instant createdAt,
    Instant updatedAt) {

  public Conversation {
    participants = List.copyOf(participants);
    supervisors = List.copyOf(supervisors);
  }

  /** The same, supervised by others. */
  Conversation supervisedBy(List<UserId> others) {
    return new Conversation(
        id,
        schoolId,
        type,
        title,
        classId,
        participants,
        others,
        createdBy,
        archived,
        rev,
        lastMessage,
        createdAt,
        updatedAt);
  }
}
