// SPDX-License-Identifier: Apache-2.0
package homeroom.api.socket;

import homeroom.api.service.ClaimPayload;
import homeroom.api.service.ConversationReferencePayload;
import homeroom.api.service.EditPayload;
import homeroom.api.service.MessageReferencePayload;
import homeroom.api.service.SendPayload;
import homeroom.api.service.SyncService;
import homeroom.api.wire.ChangedPayload;
import homeroom.api.wire.DonePayload;
import homeroom.api.wire.RefusedPayload;
import homeroom.api.wire.SentPayload;
import homeroom.api.wire.SyncPayload;

/**
 * Every event that clients may send in the chat's dialect: one object, answered by an ack. The
 * transport, the descriptions of the wire and the types for clients are all made from this list.
 */
public enum ClientEvent {
  MESSAGE_SEND(
      "message:send",
      "Sends a message. The ack means that it is stored; the other members get message:new.",
      SendPayload.class,
      SentPayload.class),
  MESSAGE_EDIT(
      "message:edit",
      "Edits a message of yours; the other members get message:edited.",
      EditPayload.class,
      ChangedPayload.class),
  MESSAGE_DELETE(
      "message:delete",
      "Deletes a message; the other members get message:deleted.",
      MessageReferencePayload.class,
      ChangedPayload.class),
  MESSAGE_DELIVERED(
      "message:delivered",
      "All messages up to seq reached you; their senders get message:delivered.",
      ClaimPayload.class,
      DonePayload.class),
  MESSAGE_READ(
      "message:read",
      "You have read all messages up to seq; their senders get message:read.",
      ClaimPayload.class,
      DonePayload.class),
  MESSAGE_SYNC(
      "message:sync",
      "Asks what changed since the revs that you have: after a reconnect, or after a gap.",
      SyncService.REQUEST,
      SyncPayload.class),
  TYPING_START(
      "typing:start",
      "You write in a conversation; the other members who are online get typing:start.",
      ConversationReferencePayload.class,
      DonePayload.class),
  TYPING_STOP(
      "typing:stop",
      "You no longer write; the other members who are online get typing:stop.",
      ConversationReferencePayload.class,
      DonePayload.class);

  /** What an ack is called with if the call was refused. */
  public static final Class<? extends Record> REFUSED = RefusedPayload.class;

  private final String text;
  private final String about;
  private final Class<?> payload;
  private final Class<? extends Record> answer;

  ClientEvent(String text, String about, Class<?> payload, Class<? extends Record> answer) {
    this.text = text;
    this.about = about;
    this.payload = payload;
    this.answer = answer;
  }

  /** The name on the wire. */
  public String text() {
    return text;
  }

  /** What it does, in a sentence. */
  public String about() {
    return about;
  }

  /** What its one argument is: a record, or a sealed interface of records. */
  public Class<?> payload() {
    return payload;
  }

  /**
   * What its ack is called with if it was granted: a record whose first component is {@code ok}.
   */
  public Class<? extends Record> answer() {
    return answer;
  }
}
