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
import homeroom.chat.school.Role;
import homeroom.chat.school.UserId;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tells admins whether somebody of their school may do something, and everybody whether they may
 * themselves, by asking what decides when it is done. Who asks about themselves hears what a
 * refusal would tell them, and none of the facts. Safe for many threads; blocks on the store.
 */
public final class Explanations {

  private static final Set<RefusalCode> HIDDEN =
      EnumSet.of(RefusalCode.USER_NOT_FOUND, RefusalCode.CONVERSATION_NOT_FOUND);

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
      Caller asker, Explanation.What what, UserId from, UserId to, @Nullable Instant when) {
    Instant at = when == null ? clock.instant() : when;
    return person(asker, from)
        .flatMap(caller -> told(asker, withPerson(caller, what, to, at)))
        .map(decision -> new Explanation(what, from, to, null, at, decision));
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
      Caller asker,
      Explanation.What what,
      UserId from,
      ConversationId conversation,
      @Nullable Instant when) {
    Instant at = when == null ? clock.instant() : when;
    return person(asker, from)
        .flatMap(caller -> told(asker, inside(caller, what, conversation, at)))
        .map(decision -> new Explanation(what, from, null, conversation, at, decision));
  }

  /** All of it for admins; for others no facts, and nothing of whom they may not know of. */
  private static Outcome<Decision> told(Caller asker, Decision decision) {
    Refusal refusal = decision.refusal();
    if (asker.role() == Role.ADMIN) {
      return Outcome.done(decision);
    }
    if (refusal == null) {
      return Outcome.done(
          Decision.allowed(decision.rule(), decision.version(), () -> "It is allowed."));
    }
    return HIDDEN.contains(refusal.code())
        ? Outcome.refused(refusal)
        : Outcome.done(
            Decision.refused(refusal, decision.rule(), decision.version(), refusal::message));
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

  /** Whoever asks, or for an admin somebody active of the school. */
  private Outcome<Caller> person(Caller asker, UserId id) {
    return id.equals(asker.userId()) ? Outcome.done(asker) : anybody(asker, id);
  }

  private Outcome<Caller> anybody(Caller admin, UserId id) {
    return Settings.admin(admin)
        .andThen(() ->
            Outcome.found(
                roster.user(admin.schoolId(), id).filter(User::active),
                () -> Refusal.notFound(RefusalCode.USER_NOT_FOUND, id.value())))
        .map(user -> user.asCaller(null));
  }
}
