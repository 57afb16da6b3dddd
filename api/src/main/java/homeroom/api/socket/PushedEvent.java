package homeroom.api.socket;

import homeroom.api.wire.ClassEnrollmentPayload;
import homeroom.api.wire.ClassPayload;
import homeroom.api.wire.ClassTeacherPayload;
import homeroom.api.wire.MessagePayload;
import homeroom.api.wire.PresencePayload;
import homeroom.api.wire.ReceiptsPayload;
import homeroom.api.wire.UserPayload;
import homeroom.chat.conversation.ConversationEvent;
import homeroom.chat.fanout.ChatEvent;
import homeroom.chat.message.MessageEvent;
import homeroom.chat.message.MessageView;
import homeroom.chat.message.ReceiptEvent;
import homeroom.chat.presence.PresenceEvent;
import homeroom.chat.presence.TypingEvent;
import homeroom.chat.roster.ClassEnrollment;
import homeroom.chat.roster.ClassTeacher;
import homeroom.chat.roster.RosterEvent;
import homeroom.chat.roster.SchoolClass;
import homeroom.chat.roster.User;
import java.util.Map;

/**
 * An event that is the same for all who get it, as sockets get it.
 *
 * @param chat its name in the chat's dialect; empty if that has none for it
 * @param feathers its name in that of Feathers: service and event
 */
record PushedEvent(String chat, String feathers, Object payload) {

  /** How the wire calls the event; {@link IllegalArgumentException} if it has no name for it. */
  static PushedEvent of(ChatEvent event) {
    return switch (event) {
      case MessageEvent.Sent(MessageView message) ->
          new PushedEvent("message:new", "messages created", MessagePayload.of(message));
      case MessageEvent.Edited(MessageView message) ->
          new PushedEvent("message:edited", "messages patched", MessagePayload.of(message));
      case MessageEvent.Deleted(MessageView message) ->
          new PushedEvent("message:deleted", "messages removed", MessagePayload.of(message));
      case ReceiptEvent receipts ->
          new PushedEvent(
              receipts.read() ? "message:read" : "message:delivered",
              receipts.read() ? "receipts read" : "receipts delivered",
              ReceiptsPayload.of(receipts));
      case ConversationEvent.Removed removed ->
          new PushedEvent(
              "conversation:removed",
              "conversations removed",
              Map.of("conversationId", removed.id().value()));
      case PresenceEvent.Online online ->
          new PushedEvent("user:online", "presence created", PresencePayload.of(online));
      case PresenceEvent.Offline offline ->
          new PushedEvent("user:offline", "presence removed", PresencePayload.of(offline));
      case TypingEvent.Started typing -> PushedEvent.inEither("typing:start", typing);
      case TypingEvent.Stopped typing -> PushedEvent.inEither("typing:stop", typing);
      case RosterEvent.TeacherAdded(ClassTeacher teacher) ->
          new PushedEvent("", "class-teachers created", ClassTeacherPayload.of(teacher));
      case RosterEvent.TeacherRemoved(ClassTeacher teacher) ->
          new PushedEvent("", "class-teachers removed", ClassTeacherPayload.of(teacher));
      case RosterEvent.Enrolled(ClassEnrollment enrollment) ->
          new PushedEvent("", "class-enrollments created", ClassEnrollmentPayload.of(enrollment));
      case RosterEvent.Unenrolled(ClassEnrollment enrollment) ->
          new PushedEvent("", "class-enrollments removed", ClassEnrollmentPayload.of(enrollment));
      case RosterEvent.UserAdded(User user, boolean withEmail) ->
          new PushedEvent("", "users created", UserPayload.of(user, withEmail));
      case RosterEvent.UserChanged(User user, boolean withEmail) ->
          new PushedEvent("", "users patched", UserPayload.of(user, withEmail));
      case RosterEvent.UserRemoved(User user, boolean withEmail) ->
          new PushedEvent("", "users removed", UserPayload.of(user, withEmail));
      case RosterEvent.ClassAdded(SchoolClass schoolClass) ->
          new PushedEvent("", "classes created", ClassPayload.of(schoolClass));
      case RosterEvent.ClassChanged(SchoolClass schoolClass) ->
          new PushedEvent("", "classes patched", ClassPayload.of(schoolClass));
      case RosterEvent.ClassRemoved(SchoolClass schoolClass) ->
          new PushedEvent("", "classes removed", ClassPayload.of(schoolClass));
      default -> throw new IllegalArgumentException("The wire has no name for " + event);
    };
  }

  /** What no service has, and so has one name for all. */
  private static PushedEvent inEither(String name, TypingEvent typing) {
    return new PushedEvent(
        name,
        name,
        Map.of(
            "conversationId", typing.conversationId().value(), "userId", typing.userId().value()));
  }

  boolean sameInBoth() {
    return chat.equals(feathers);
  }
}
