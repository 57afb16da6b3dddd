// SPDX-License-Identifier: Apache-2.0
package homeroom.api.socket;

import homeroom.api.wire.ClassEnrollmentPayload;
import homeroom.api.wire.ClassPayload;
import homeroom.api.wire.ClassTeacherPayload;
import homeroom.api.wire.MessagePayload;
import homeroom.api.wire.PresencePayload;
import homeroom.api.wire.ReceiptsPayload;
import homeroom.api.wire.RemovedConversationPayload;
import homeroom.api.wire.RosterImportPayload;
import homeroom.api.wire.SettingsPayload;
import homeroom.api.wire.TypingPayload;
import homeroom.api.wire.UpdatedUserPayload;
import homeroom.api.wire.UserPayload;
import homeroom.chat.conversation.ConversationEvent;
import homeroom.chat.imports.ImportEvent;
import homeroom.chat.live.SettingsEvent;
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

/**
 * An event that is the same for all who get it, as sockets get it.
 *
 * @param event its names, in both dialects
 */
record PushedEvent(ServerEvent event, Object payload) {

  static PushedEvent of(MessageEvent event) {
    return switch (event) {
      case MessageEvent.Sent(MessageView message) ->
          new PushedEvent(ServerEvent.MESSAGE_NEW, MessagePayload.of(message));
      case MessageEvent.Edited(MessageView message) ->
          new PushedEvent(ServerEvent.MESSAGE_EDITED, MessagePayload.of(message));
      case MessageEvent.Deleted(MessageView message) ->
          new PushedEvent(ServerEvent.MESSAGE_DELETED, MessagePayload.of(message));
    };
  }

  static PushedEvent of(ReceiptEvent receipts) {
    ServerEvent event =
        switch (receipts.kind()) {
          case READ -> ServerEvent.MESSAGE_READ;
          case DELIVERED -> ServerEvent.MESSAGE_DELIVERED;
        };
    return new PushedEvent(event, ReceiptsPayload.of(receipts));
  }

  static PushedEvent of(ConversationEvent.Removed removed) {
    return new PushedEvent(
        ServerEvent.CONVERSATION_REMOVED, RemovedConversationPayload.of(removed.id()));
  }

  static PushedEvent of(PresenceEvent event) {
    return switch (event) {
      case PresenceEvent.Online online ->
          new PushedEvent(ServerEvent.USER_ONLINE, PresencePayload.of(online));
      case PresenceEvent.Offline offline ->
          new PushedEvent(ServerEvent.USER_OFFLINE, PresencePayload.of(offline));
    };
  }

  static PushedEvent of(TypingEvent event) {
    return switch (event) {
      case TypingEvent.Started typing ->
          new PushedEvent(ServerEvent.TYPING_START, TypingPayload.of(typing));
      case TypingEvent.Stopped typing ->
          new PushedEvent(ServerEvent.TYPING_STOP, TypingPayload.of(typing));
    };
  }

  static PushedEvent of(RosterEvent event) {
    return switch (event) {
      case RosterEvent.TeacherAdded(ClassTeacher teacher) ->
          new PushedEvent(ServerEvent.TEACHER_ADDED, ClassTeacherPayload.of(teacher));
      case RosterEvent.TeacherRemoved(ClassTeacher teacher) ->
          new PushedEvent(ServerEvent.TEACHER_REMOVED, ClassTeacherPayload.of(teacher));
      case RosterEvent.Enrolled(ClassEnrollment enrollment) ->
          new PushedEvent(ServerEvent.STUDENT_ENROLLED, ClassEnrollmentPayload.of(enrollment));
      case RosterEvent.Unenrolled(ClassEnrollment enrollment) ->
          new PushedEvent(ServerEvent.STUDENT_UNENROLLED, ClassEnrollmentPayload.of(enrollment));
      case RosterEvent.UserAdded(User user, boolean withEmail) ->
          new PushedEvent(ServerEvent.USER_CREATED, UserPayload.of(user, withEmail));
      case RosterEvent.UserChanged(User user, boolean withEmail) ->
          new PushedEvent(ServerEvent.USER_PATCHED, UserPayload.of(user, withEmail));
      case RosterEvent.UserRemoved(User user, boolean withEmail) ->
          new PushedEvent(ServerEvent.USER_REMOVED, UserPayload.of(user, withEmail));
      case RosterEvent.UserUpdated(User user) ->
          new PushedEvent(ServerEvent.USER_UPDATED, UpdatedUserPayload.of(user));
      case RosterEvent.ClassAdded(SchoolClass schoolClass) ->
          new PushedEvent(ServerEvent.CLASS_CREATED, ClassPayload.of(schoolClass));
      case RosterEvent.ClassChanged(SchoolClass schoolClass) ->
          new PushedEvent(ServerEvent.CLASS_PATCHED, ClassPayload.of(schoolClass));
      case RosterEvent.ClassRemoved(SchoolClass schoolClass) ->
          new PushedEvent(ServerEvent.CLASS_REMOVED, ClassPayload.of(schoolClass));
    };
  }

  static PushedEvent of(ImportEvent event) {
    ServerEvent name =
        switch (event) {
          case ImportEvent.Begun _ -> ServerEvent.ROSTER_IMPORT_CREATED;
          case ImportEvent.Changed _ -> ServerEvent.ROSTER_IMPORT_PATCHED;
          case ImportEvent.Dropped _ -> ServerEvent.ROSTER_IMPORT_REMOVED;
        };
    return new PushedEvent(name, RosterImportPayload.of(event.view()));
  }

  static PushedEvent of(SettingsEvent event) {
    return new PushedEvent(ServerEvent.SETTINGS_PATCHED, SettingsPayload.of(event.shown()));
  }

  /** Whether it has one name for all who listen. */
  boolean sameInBoth() {
    return event.sameInBoth();
  }

  /** Whether the chat's own dialect knows it. */
  boolean inChat() {
    return event.chat().isPresent();
  }

  String chat() {
    return event.chatName();
  }

  String feathers() {
    return event.feathersName();
  }
}
