package homeroom.api.socket;

import homeroom.chat.message.Message;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.MessageId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.time.Instant;

/** One school, where Tom teaches Ada, and what they write. */
final class Samples {

  static final Instant NOW = Instant.parse("2026-11-22T08:15:30.123Z");
  static final SchoolId SCHOOL = new SchoolId("school-00000001");
  static final UserId ADA = new UserId("ada-00000001");
  static final UserId TOM = new UserId("tom-00000001");
  static final ConversationId MATHS = new ConversationId("maths-00000001");
  static final ConversationId CHESS = new ConversationId("chess-00000001");

  private Samples() {}

  /** Tom's message in the conversation, the one with that seq. */
  static Message message(ConversationId conversation, long seq) {
    return new Message(
        new MessageId("message-%08d".formatted(seq)),
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
}
