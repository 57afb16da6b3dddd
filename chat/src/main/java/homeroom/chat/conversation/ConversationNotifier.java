// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.conversation;

import homeroom.chat.fanout.Fanout;
import homeroom.chat.school.ConnectionId;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.UserId;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Tells people of their conversations: each as they see it, which is read before anything is
 * delivered. Blocks on the store; safe for many threads.
 */
public final class ConversationNotifier {

  private final MemberViews views;
  private final Fanout fanout;

  public ConversationNotifier(MemberViews views, Fanout fanout) {
    this.views = views;
    this.fanout = fanout;
  }

  /** They are in it from now on. */
  public void added(
      Conversation conversation, Collection<UserId> members, @Nullable ConnectionId except) {
    fanout.deliver(
        new ConversationEvent.Added(conversation.id(), views.of(conversation, members)),
        members,
        except);
  }

  /** Its title or people, or whether it can be written, changed. */
  public void updated(
      Conversation conversation, Collection<UserId> members, @Nullable ConnectionId except) {
    fanout.deliver(
        new ConversationEvent.Updated(conversation.id(), views.of(conversation, members)),
        members,
        except);
  }

  /** They are not in it any more. */
  public void removed(ConversationId id, Collection<UserId> former, @Nullable ConnectionId except) {
    fanout.deliver(new ConversationEvent.Removed(id), former, except);
  }
}
