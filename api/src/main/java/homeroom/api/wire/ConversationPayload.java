// SPDX-License-Identifier: Apache-2.0
package homeroom.api.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import homeroom.chat.conversation.Conversation;
import homeroom.chat.conversation.ConversationType;
import homeroom.chat.conversation.ConversationView;
import homeroom.chat.conversation.LastMessage;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.UserId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A conversation on the wire, as the one who asks sees it. */
@Description("A conversation, as the one who asks sees it.")
public record ConversationPayload(
    @Id @JsonProperty("_id") String id,
    @Id String schoolId,
    @EnumOf(ConversationType.class) String type,
    @Nullable String title,
    @Description("The class whose conversation it is.") @Id @Nullable String classId,
    @Description(
            "The members of a direct conversation or a group; those of a class are the class's.")
        @Id
        List<String> participants,
    @Description("Staff who read it and neither write in it nor leave it; no participants.") @Id
        List<String> supervisors,
    @Id @Nullable String createdBy,
    @Description(
            "Who manages a group: who made it; once they left, one of the staff in it, else an"
                + " admin.")
        @Id
        @Nullable String managedBy,
    @Description("Whether you cannot write in it, whatever the hour.") boolean readOnly,
    @Description("Whether a teacher closed the class for now.") boolean closed,
    @Nullable Last lastMessage,
    @Description("The number of its latest change.") long rev,
    @Description("Messages of others after readSeq, up to " + ConversationView.MAX_UNREAD + ".")
        int unread,
    @Description("The seq up to which you have read.") long readSeq,
    @Time String createdAt,
    @Time String updatedAt) {

  /** The newest message; its text cut to {@link #PREVIEW} code points. */
  @Description(
      "The newest message of a conversation, its text cut to " + Last.PREVIEW + " characters.")
  public record Last(
      @Id @JsonProperty("_id") String id,
      @Id String senderId,
      long seq,
      String text,
      @Time String createdAt) {

    static final int PREVIEW = 100;

    static Last of(LastMessage message) {
      return new Last(
          message.id().value(),
          message.senderId().value(),
          message.seq(),
          preview(message.text()),
          WireTime.of(message.createdAt()));
    }

    private static String preview(String text) {
      return text.codePointCount(0, text.length()) <= PREVIEW
          ? text
          : text.substring(0, text.offsetByCodePoints(0, PREVIEW - 1)) + "…";
    }
  }

  public static ConversationPayload of(ConversationView view) {
    Conversation conversation = view.conversation();
    ClassId classId = conversation.classId();
    UserId createdBy = conversation.createdBy();
    UserId managedBy = view.managedBy();
    LastMessage last = conversation.lastMessage();
    return new ConversationPayload(
        conversation.id().value(),
        conversation.schoolId().value(),
        WireWord.of(conversation.type()),
        conversation.title(),
        classId == null ? null : classId.value(),
        conversation.participants().stream().map(UserId::value).toList(),
        conversation.supervisors().stream().map(UserId::value).toList(),
        createdBy == null ? null : createdBy.value(),
        managedBy == null ? null : managedBy.value(),
        view.readOnly(),
        view.closed(),
        last == null ? null : Last.of(last),
        conversation.rev(),
        view.unread(),
        view.readSeq(),
        WireTime.of(conversation.createdAt()),
        WireTime.of(conversation.updatedAt()));
  }
}
