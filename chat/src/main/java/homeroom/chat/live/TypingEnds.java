// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.live;

import homeroom.chat.conversation.ConversationEvent;
import homeroom.chat.fanout.ChatEvent;
import homeroom.chat.fanout.Fanout;
import homeroom.chat.fanout.RecordKeepers;
import homeroom.chat.message.Message;
import homeroom.chat.message.MessageEvent;
import homeroom.chat.presence.Typing;
import homeroom.chat.school.ConnectionId;
import homeroom.chat.school.UserId;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Ends typing by what is told: who sent the message, or is no longer in the conversation, does not
 * type in it any more. Runs on the thread of the change.
 */
public final class TypingEnds implements Fanout {

  private final Fanout fanout;
  private final Typing typing;

  public TypingEnds(Fanout fanout, Typing typing) {
    this.fanout = fanout;
    this.typing = typing;
  }

  @Override
  public void deliver(ChatEvent event, Collection<UserId> users, @Nullable ConnectionId except) {
    switch (event) {
      case MessageEvent.Sent sent -> {
        Message message = sent.message().message();
        typing.ended(message.senderId(), message.conversationId());
      }
      case ConversationEvent.Removed removed ->
          users.forEach(user -> typing.ended(user, removed.id()));
      default -> {}
    }
    fanout.deliver(event, users, except);
  }

  @Override
  public RecordKeepers recordKeepers() {
    return fanout.recordKeepers();
  }
}
