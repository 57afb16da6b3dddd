// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.conversation;

import homeroom.chat.conversation.ConversationPolicy.Writing;
import homeroom.chat.policy.Decision;
import homeroom.chat.policy.Rules.Current;
import homeroom.chat.policy.Settings;
import homeroom.chat.roster.Roster;
import homeroom.chat.roster.User;
import homeroom.chat.school.Caller;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.Refusal;
import homeroom.chat.school.RefusalCode;
import homeroom.chat.school.UserId;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tells admins whether somebody of their school may do something, by asking what decides when it is
 * done. Safe for many threads; blocks on the store.
 */
public final class Explanations {

  private final Roster roster;
  private final ConversationPolicy policy;
  private final ConversationStore store;
  private final GroupCount count;
  private final Membership membership;
  private final Clock clock;

  public Explanations(
      Roster roster,
      ConversationPolicy policy,
      ConversationStore store,
      Membership membership,
      Clock clock) {
    this.roster = roster;
    this.policy = policy;
    this.store = store;
    this.count = new GroupCount(store, policy);
    this.membership = membership;
    this.clock = clock;
  }

  /** Whether {@code from} may start a conversation, or a group, with {@code to}. */
  public Outcome<Explanation> with(
      Caller admin, Explanation.What what, UserId from, UserId to, @Nullable Instant when) {
    Instant at = when == null ? clock.instant() : when;
    return person(admin, from)
        .map(caller -> new Explanation(what, from, to, null, at, withPerson(caller, what, to, at)));
  }

  private Decision withPerson(Caller caller, Explanation.What what, UserId to, Instant at) {
    Current now = policy.rulesOf(caller);
    if (what == Explanation.What.GROUP) {
      return policy
          .group(now, caller, Set.of(to), at)
          .and(() -> count.make(now, caller, at))
          .and(() -> count.join(now, caller, both(caller.userId(), to)));
    }
    Optional<Conversation> there = store.direct(caller.schoolId(), caller.userId(), to);
    return there
        .map(conversation -> write(now, caller, conversation, what, at))
        .orElseGet(() -> policy.start(now, caller, to, Writing.NEW, at));
  }

  /** Whether {@code from} may write in the conversation. */
  public Outcome<Explanation> in(
      Caller admin,
      Explanation.What what,
      UserId from,
      ConversationId conversation,
      @Nullable Instant when) {
    Instant at = when == null ? clock.instant() : when;
    return person(admin, from)
        .map(caller ->
            new Explanation(
                what, from, null, conversation, at, inside(caller, what, conversation, at)));
  }

  private static Set<UserId> both(UserId one, UserId other) {
    return Stream.of(one, other).collect(Collectors.toSet());
  }

  private Decision inside(Caller caller, Explanation.What what, ConversationId id, Instant at) {
    Current now = policy.rulesOf(caller);
    return membership
        .conversation(caller, id)
        .map(conversation -> write(now, caller, conversation, what, at))
        .orElseGet(() ->
            Decision.never(
                Refusal.notFound(RefusalCode.CONVERSATION_NOT_FOUND, id.value()), now.version()));
  }

  private Decision write(
      Current now, Caller caller, Conversation conversation, Explanation.What what, Instant at) {
    Writing how = what == Explanation.What.REPLY ? Writing.REPLY : Writing.NEW;
    return policy.write(now, caller, conversation, how, at);
  }

  /** Somebody active of the admin's school. */
  private Outcome<Caller> person(Caller admin, UserId id) {
    return Settings.admin(admin)
        .andThen(() ->
            Outcome.found(
                roster.user(admin.schoolId(), id).filter(User::active),
                () -> Refusal.notFound(RefusalCode.USER_NOT_FOUND, id.value())))
        .map(user -> user.asCaller(null));
  }
}
