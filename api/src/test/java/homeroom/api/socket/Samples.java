// SPDX-License-Identifier: Apache-2.0
package homeroom.api.socket;

import homeroom.api.auth.AccessToken;
import homeroom.api.auth.Session;
import homeroom.chat.message.Message;
import homeroom.chat.message.MessageEvent;
import homeroom.chat.message.MessageView;
import homeroom.chat.message.ReceiptCounts;
import homeroom.chat.roster.User;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.MessageId;
import homeroom.chat.school.Role;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.time.Duration;
import java.time.Instant;

/** One school, where Tom teaches Ada, and what he writes. */
final class Samples {

  static final Instant NOW = Instant.parse("2026-11-22T08:15:30.123Z");
  static final SchoolId SCHOOL = new SchoolId("school");
  static final UserId ADA = new UserId("ada");
  static final UserId TOM = new UserId("tom");
  static final ConversationId MATHS = new ConversationId("maths");
  static final ConversationId CHESS = new ConversationId("chess");

  private Samples() {}

  /** Tom's message in the conversation, the one with that seq. */
  static Message message(ConversationId conversation, long seq) {
    return new Message(
        new MessageId("message-" + seq),
        conversation,
        SCHOOL,
        TOM,
        "client-" + seq,
        seq,
        seq,
        "Good morning",
        null,
        0,
        null,
        null,
        null,
        NOW,
        NOW);
  }

  /** The same, as members are told of it. */
  static MessageEvent.Sent sent(ConversationId conversation, long seq) {
    return new MessageEvent.Sent(
        new MessageView(message(conversation, seq), new ReceiptCounts(0, 0, 1)));
  }

  /** A session of the user for an hour, by a token of its own. */
  static Session session(UserId user) {
    return session(user, "token of " + user.value(), NOW.plus(Duration.ofHours(1)));
  }

  static Session session(UserId user, String token, Instant expiresAt) {
    return new Session(
        new AccessToken(token, token, user, NOW, 0, "homeroom", expiresAt),
        new User(user, SCHOOL, Role.STUDENT, user.value(), user + "@hill.example", true, NOW, NOW));
  }
}
