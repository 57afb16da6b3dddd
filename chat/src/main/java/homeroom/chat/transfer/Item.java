// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.transfer;

import homeroom.chat.audit.AuditEntry;
import homeroom.chat.conversation.Conversation;
import homeroom.chat.message.Message;
import homeroom.chat.message.ReceiptKind;
import homeroom.chat.message.Revision;
import homeroom.chat.message.Watermark;
import homeroom.chat.policy.StoredSettings;
import homeroom.chat.roster.ClassEnrollment;
import homeroom.chat.roster.ClassTeacher;
import homeroom.chat.roster.SchoolClass;
import homeroom.chat.roster.SourceEntry;
import homeroom.chat.roster.User;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.School;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import homeroom.chat.session.EndedToken;
import homeroom.chat.session.Factor;
import java.time.Instant;
import java.util.List;

/** One thing that a store keeps, whole. */
public sealed interface Item {

  /**
   * All of it as text, to compare two stores by; what a store derives from other items is left out.
   */
  default String content() {
    return toString();
  }

  /** Of {@link Part#SCHOOLS}. */
  record OfSchool(School school) implements Item {}

  /** Of {@link Part#USERS}. */
  record OfUser(User user, String passwordHash) implements Item {

    @Override
    public String content() {
      return user + " " + passwordHash;
    }

    /** Without the hash. */
    @Override
    public String toString() {
      return user.toString();
    }
  }

  /** Of {@link Part#CLASSES}. */
  record OfClass(SchoolClass schoolClass) implements Item {}

  /** Of {@link Part#CLASS_TEACHERS}. */
  record OfTeacher(ClassTeacher teacher) implements Item {}

  /** Of {@link Part#CLASS_ENROLLMENTS}. */
  record OfEnrollment(ClassEnrollment enrollment) implements Item {}

  /** Of {@link Part#CONVERSATIONS}. */
  record OfConversation(Conversation conversation) implements Item {

    @Override
    public String content() {
      return "%s %s %s %s %s %s %s %s %s %s"
          .formatted(
              conversation.id(),
              conversation.schoolId(),
              conversation.type(),
              conversation.title(),
              conversation.classId(),
              conversation.participants(),
              conversation.createdBy(),
              conversation.archived(),
              conversation.createdAt(),
              conversation.updatedAt())
          .concat(conversation.supervisors().isEmpty() ? "" : " " + conversation.supervisors());
    }
  }

  /**
   * Of {@link Part#MESSAGES}.
   *
   * @param revs every rev it had, in order
   * @param history what each change of it left, in order
   */
  record OfMessage(Message message, List<Long> revs, List<Revision> history) implements Item {

    public OfMessage {
      revs = List.copyOf(revs);
      history = List.copyOf(history);
    }
  }

  /** Of {@link Part#RECEIPTS}. */
  record OfReceipt(SchoolId schoolId, ConversationId conversationId, Watermark watermark)
      implements Item {}

  /** Of {@link Part#ADVANCES}. */
  record OfAdvance(
      SchoolId schoolId,
      ConversationId conversationId,
      UserId userId,
      ReceiptKind kind,
      long seq,
      Instant at)
      implements Item {

    /** Before every advance of its conversation, in the order of any store. */
    public OfAdvance beforeAll() {
      return new OfAdvance(schoolId, conversationId, new UserId("-"), ReceiptKind.DELIVERED, 0, at);
    }
  }

  /** Of {@link Part#AUDIT}. */
  record OfAudit(AuditEntry entry) implements Item {}

  /** Of {@link Part#ENDED_TOKENS}. */
  record OfEndedToken(EndedToken token) implements Item {}

  /** Of {@link Part#FACTORS}. */
  record OfFactor(Factor factor) implements Item {

    @Override
    public String content() {
      return "%s %s %s %s %s %s"
          .formatted(
              factor.id(),
              factor.schoolId(),
              factor.userId(),
              factor.value(),
              factor.createdAt(),
              factor.expiresAt());
    }
  }

  /** Of {@link Part#SETTINGS}. */
  record OfSettings(StoredSettings settings) implements Item {

    /** What they go by, in the order of schools and versions. */
    public String key() {
      return settings.schoolId() + "/%010d".formatted(settings.version());
    }
  }

  /** Of {@link Part#CLOSED_CLASSES}. */
  record OfClosedClass(SchoolId schoolId, ClassId classId, boolean closed) implements Item {

    /** What it goes by. */
    public String key() {
      return schoolId + "/" + classId;
    }
  }

  /** Of {@link Part#ROSTER_ENTRIES}. */
  record OfRosterEntry(SchoolId schoolId, String source, SourceEntry entry) implements Item {}
}
