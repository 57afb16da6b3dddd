// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.conversation;

import homeroom.chat.school.ClassId;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A conversation to be made. */
public sealed interface NewConversation {

  ConversationId id();

  SchoolId schoolId();

  Instant at();

  /** Between two different people of the school; a pair has at most one. */
  record Direct(ConversationId id, SchoolId schoolId, UserId createdBy, UserId other, Instant at)
      implements NewConversation {}

  record Group(
      ConversationId id,
      SchoolId schoolId,
      UserId createdBy,
      @Nullable String title,
      Set<UserId> participants,
      Instant at)
      implements NewConversation {
    public Group {
      participants = Set.copyOf(participants);
    }
  }

  /** Of a class; a class has at most one. {@code members} are those of the class now. */
  record OfClass(
      ConversationId id,
      SchoolId schoolId,
      ClassId classId,
      String title,
      Set<UserId> members,
      Instant at)
      implements NewConversation {
    public OfClass {
      members = Set.copyOf(members);
    }
  }
}
