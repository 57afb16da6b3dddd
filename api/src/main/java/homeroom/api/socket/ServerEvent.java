// SPDX-License-Identifier: Apache-2.0
package homeroom.api.socket;

import homeroom.api.wire.ClassEnrollmentPayload;
import homeroom.api.wire.ClassPayload;
import homeroom.api.wire.ClassTeacherPayload;
import homeroom.api.wire.ConnectedPayload;
import homeroom.api.wire.ConversationPayload;
import homeroom.api.wire.MessagePayload;
import homeroom.api.wire.PresencePayload;
import homeroom.api.wire.ReceiptsPayload;
import homeroom.api.wire.RemovedConversationPayload;
import homeroom.api.wire.RosterImportPayload;
import homeroom.api.wire.SessionEndedPayload;
import homeroom.api.wire.SettingsPayload;
import homeroom.api.wire.TypingPayload;
import homeroom.api.wire.UpdatedUserPayload;
import homeroom.api.wire.UserPayload;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Every event that the server pushes. The fan-out, the descriptions of the wire and the types for
 * clients are all made from this list.
 */
public enum ServerEvent {
  CONNECTED(
      "connected",
      null,
      "The first event after every sign-in, in both dialects.",
      ConnectedPayload.class),
  USER_ONLINE(
      "user:online",
      "presence created",
      "Somebody whom you may see came online.",
      PresencePayload.class),
  USER_OFFLINE(
      "user:offline",
      "presence removed",
      "Somebody whom you may see went offline.",
      PresencePayload.class),
  MESSAGE_NEW(
      "message:new",
      "messages created",
      "A new message. It asks for an ack, which confirms that it arrived.",
      MessagePayload.class),
  MESSAGE_EDITED(
      "message:edited",
      "messages patched",
      "A message has a new text; for Feathers clients also when one of yours has another status.",
      MessagePayload.class),
  MESSAGE_DELETED(
      "message:deleted", "messages removed", "A message was deleted.", MessagePayload.class),
  MESSAGE_DELIVERED(
      "message:delivered",
      "receipts delivered",
      "Messages of yours reached members.",
      ReceiptsPayload.class),
  MESSAGE_READ(
      "message:read",
      "receipts read",
      "Members have read messages of yours, or you have on another device.",
      ReceiptsPayload.class),
  CONVERSATION_NEW(
      "conversation:new",
      "conversations created",
      "A conversation that you have now.",
      ConversationPayload.class),
  CONVERSATION_UPDATED(
      "conversation:updated",
      "conversations patched",
      "A conversation of yours has changed; for Feathers clients also by a message or by reading.",
      ConversationPayload.class),
  CONVERSATION_REMOVED(
      "conversation:removed",
      "conversations removed",
      "A conversation that you no longer have.",
      RemovedConversationPayload.class),
  TYPING_START(
      "typing:start", null, "Another member of a conversation writes.", TypingPayload.class),
  TYPING_STOP(
      "typing:stop",
      null,
      "Another member of a conversation no longer writes.",
      TypingPayload.class),
  TEACHER_ADDED(
      null,
      "class-teachers created",
      "A class of yours has a new teacher.",
      ClassTeacherPayload.class),
  TEACHER_REMOVED(
      null,
      "class-teachers removed",
      "A class of yours lost a teacher.",
      ClassTeacherPayload.class),
  STUDENT_ENROLLED(
      null,
      "class-enrollments created",
      "A class of yours has a new student.",
      ClassEnrollmentPayload.class),
  STUDENT_UNENROLLED(
      null,
      "class-enrollments removed",
      "A class of yours lost a student.",
      ClassEnrollmentPayload.class),
  USER_CREATED(
      null, "users created", "Somebody whom you may look up was added.", UserPayload.class),
  USER_PATCHED(
      null, "users patched", "Somebody whom you may look up was changed.", UserPayload.class),
  USER_REMOVED(
      null, "users removed", "Somebody whom you may look up was deactivated.", UserPayload.class),
  USER_UPDATED(
      "user:updated",
      null,
      "Somebody whom you may look up has another name or role.",
      UpdatedUserPayload.class),
  CLASS_CREATED(null, "classes created", "The school has a new class.", ClassPayload.class),
  CLASS_PATCHED(null, "classes patched", "A class of yours was changed.", ClassPayload.class),
  CLASS_REMOVED(null, "classes removed", "A class of yours was archived.", ClassPayload.class),
  ROSTER_IMPORT_CREATED(
      null,
      "roster-imports created",
      "An admin of the school brings a roster; for its admins.",
      RosterImportPayload.class),
  ROSTER_IMPORT_PATCHED(
      null,
      "roster-imports patched",
      "An import of a roster went on, at most twice a second; for the admins of the school.",
      RosterImportPayload.class),
  ROSTER_IMPORT_REMOVED(
      null,
      "roster-imports removed",
      "An upload of a roster was given up; for the admins of the school.",
      RosterImportPayload.class),
  SETTINGS_PATCHED(
      null,
      "settings patched",
      "The rules of the school were changed; for its admins.",
      SettingsPayload.class),
  SESSION_ENDED(
      "session:ended",
      null,
      "The last event of a socket whose session the server ended.",
      SessionEndedPayload.class);

  private final @Nullable String chat;
  private final @Nullable String feathers;
  private final String about;
  private final Class<? extends Record> payload;

  ServerEvent(
      @Nullable String chat,
      @Nullable String feathers,
      String about,
      Class<? extends Record> payload) {
    this.chat = chat;
    this.feathers = feathers;
    this.about = about;
    this.payload = payload;
  }

  /** The name in the chat's dialect; empty where only Feathers has one. */
  public Optional<String> chat() {
    return Optional.ofNullable(chat);
  }

  /** The name for Feathers, service and event; empty where it is the chat's, or there is none. */
  public Optional<String> feathers() {
    return Optional.ofNullable(feathers);
  }

  /** Whether it has one name in both dialects. */
  boolean sameInBoth() {
    return feathers == null && inFeathers();
  }

  /** Whether it is for Feathers clients at all, which hear of each change of a user anyway. */
  boolean inFeathers() {
    return this != USER_UPDATED;
  }

  /** The name in the chat's dialect, of an event that has one. */
  String chatName() {
    return chat().orElseThrow();
  }

  /** The name for those who listen as Feathers clients do. */
  String feathersName() {
    return feathers().or(this::chat).orElseThrow();
  }

  /** When it comes, in a sentence. */
  public String about() {
    return about;
  }

  public Class<? extends Record> payload() {
    return payload;
  }

  /** Whether a client is asked to confirm it in the chat's dialect. */
  public boolean asksForAck() {
    return this == MESSAGE_NEW;
  }
}
