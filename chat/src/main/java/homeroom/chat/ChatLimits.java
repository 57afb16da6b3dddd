// SPDX-License-Identifier: Apache-2.0
package homeroom.chat;

import homeroom.chat.message.MessageLimits;
import homeroom.chat.presence.PresenceLimits;

/** The limits of a chat that can be set. */
public record ChatLimits(MessageLimits messages, PresenceLimits presence) {

  public static final ChatLimits DEFAULT =
      new ChatLimits(MessageLimits.DEFAULT, PresenceLimits.DEFAULT);
}
