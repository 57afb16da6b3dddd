// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.conversation;

import homeroom.chat.bus.Announcements;
import homeroom.chat.bus.News;
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
 * delivered. What this node alone knows of is announced to the others before that; what each of
 * them finds out by itself, from the roster and the rules, is not. Blocks on the store; safe for
 * many threads.
 */
public final class ConversationNotifier {

  private final MemberViews views;
  private final Fanout fanout;
  private final Announcements others;

  public ConversationNotifier(MemberViews views, Fanout fanout, Announcements others) {
    this.views = views;
    this.fanout = fanout;
    this.others = others;
  }

  /** It was made, and they are in it. */
  void made(Conversation conversation, Set<UserId> audience, @Nullable ConnectionId except) {
    announce(conversation, audience, Set.of());
    added(conversation, audience, except);
  }

  /** It was archived, and they were in it. */
  void archived(Conversation conversation, Set<UserId> former, @Nullable ConnectionId except) {
    announce(conversation, Set.of(), former);
    removed(conversation.id(), former, except);
  }

  /** As {@link #updated}; other nodes, which would not find out, tell theirs too. */
  public void updatedEverywhere(Conversation conversation, Collection<UserId> members) {
    announce(conversation, Set.of(), Set.of());
    updated(conversation, members, null);
  }

  private void announce(Conversation conversation, Set<UserId> came, Set<UserId> gone) {
    others.announce(
        conversation.schoolId(), new News.OfConversation(conversation.id(), came, gone));
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
    announce(now, came, gone);
    tell(now, seen, gone, stayed, came, except);
  }

  /**
   * Another node changed it; told is what holds now.
   *
   * @param audience those who are told what happens in it now
   * @param came those who may have come into it
   * @param gone those who may have left it
   */
  void changedElsewhere(
      Conversation now, Set<UserId> audience, Set<UserId> came, Set<UserId> gone) {
    var out = new HashSet<>(gone);
    out.addAll(came);
    out.removeAll(audience);
    var stayed = new HashSet<>(audience);
    stayed.removeAll(came);
    var in = new HashSet<>(audience);
    in.retainAll(came);
    tell(now, views.of(now, audience), out, stayed, in, null);
  }

  private void tell(
      Conversation now,
      Map<UserId, ConversationView> seen,
      Set<UserId> gone,
      Set<UserId> stayed,
      Set<UserId> came,
      @Nullable ConnectionId except) {
    fanout.deliver(new ConversationEvent.Removed(now.id()), gone, except);
    fanout.deliver(new ConversationEvent.Updated(now.id(), only(stayed, seen)), stayed, except);
    fanout.deliver(new ConversationEvent.Added(now.id(), only(came, seen)), came, except);
  }

  /** Everybody whom it lists. */
  static Set<UserId> people(Conversation conversation) {
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
