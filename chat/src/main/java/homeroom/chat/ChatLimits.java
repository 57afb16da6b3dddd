// SPDX-License-Identifier: Apache-2.0
package homeroom.chat;

import homeroom.chat.conversation.GroupLimits;
import homeroom.chat.message.MessageLimits;
import homeroom.chat.presence.PresenceLimits;
import homeroom.chat.rate.CallLimits;

/** The limits of a chat that can be set, and what one user may take of it. */
public record ChatLimits(
    MessageLimits messages, PresenceLimits presence, GroupLimits groups, CallLimits calls) {

  public static final ChatLimits DEFAULT =
      new ChatLimits(
          MessageLimits.DEFAULT, PresenceLimits.DEFAULT, GroupLimits.DEFAULT, CallLimits.DEFAULT);

  /** These, and the usual ones for all else. */
  public ChatLimits(MessageLimits messages, PresenceLimits presence) {
    this(messages, presence, GroupLimits.DEFAULT, CallLimits.DEFAULT);
  }
}
