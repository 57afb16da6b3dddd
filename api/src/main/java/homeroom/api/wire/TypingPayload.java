// SPDX-License-Identifier: Apache-2.0
package homeroom.api.wire;

import homeroom.chat.presence.TypingEvent;

/** Who writes, and where. */
@Description("Who writes, and in which conversation.")
public record TypingPayload(@Id String conversationId, @Id String userId) {

  public static TypingPayload of(TypingEvent event) {
    return new TypingPayload(event.conversationId().value(), event.userId().value());
  }
}
