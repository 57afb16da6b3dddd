// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.conversation;

import homeroom.chat.fanout.Fanout;
import homeroom.chat.school.ConnectionId;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.UserId;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
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

  /**
   * Its title and people are not what they were: those who left, stayed and came are told, in that
   * order. Fails before anybody was told, or not at all.
   *
   * @param audience those who are active of its participants and supervisors now
   */
  void changed(
      Conversation before,
      Conversation now,
      Collection<UserId> audience,
      @Nullable ConnectionId except) {
    Set<UserId> gone = people(before);
    gone.removeAll(people(now));
    Set<UserId> came = people(now);
    came.removeAll(people(before));
    var stayed = new HashSet<>(audience);
    stayed.removeAll(came);
    Map<UserId, ConversationView> seen = views.of(now, people(now));
    fanout.deliver(new ConversationEvent.Removed(now.id()), gone, except);
    fanout.deliver(new ConversationEvent.Updated(now.id(), only(stayed, seen)), stayed, except);
    fanout.deliver(new ConversationEvent.Added(now.id(), only(came, seen)), came, except);
  }

  private static Set<UserId> people(Conversation conversation) {
    var people = new HashSet<>(conversation.participants());
    people.addAll(conversation.supervisors());
    return people;
  }

  private static Map<UserId, ConversationView> only(
      Set<UserId> users, Map<UserId, ConversationView> views) {
    var some = new HashMap<>(views);
    some.keySet().retainAll(users);
    return some;
  }

  /** They are not in it any more. */
  public void removed(ConversationId id, Collection<UserId> former, @Nullable ConnectionId except) {
    fanout.deliver(new ConversationEvent.Removed(id), former, except);
  }
}
