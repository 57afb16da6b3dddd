// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.conversation;

import homeroom.chat.policy.Rules;
import homeroom.chat.policy.SupervisionPolicy.Watch;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Has the conversations supervised that are to be: whoever stops being able to is replaced by
 * another of the school's list before anything is written again. Safe for many threads; blocks on
 * the store, and costs nothing at a school without supervision.
 */
public final class Supervisors {

  /** Conversations read in one query. */
  private static final int PAGE = 500;

  private final Rules rules;
  private final ConversationPolicy policy;
  private final ConversationStore store;
  private final Membership membership;
  private final Sequencer sequencer;
  private final ConversationNotifier notifier;
  private final Clock clock;

  public Supervisors(
      Rules rules,
      ConversationPolicy policy,
      ConversationStore store,
      Membership membership,
      Sequencer sequencer,
      ConversationNotifier notifier,
      Clock clock) {
    this.rules = rules;
    this.policy = policy;
    this.store = store;
    this.membership = membership;
    this.sequencer = sequencer;
    this.notifier = notifier;
    this.clock = clock;
  }

  /** Stores who supervises it, of which nobody is told yet. */
  Conversation assign(Conversation conversation) {
    Set<UserId> wanted = wanted(conversation);
    if (wanted.equals(Set.copyOf(conversation.supervisors()))) {
      return conversation;
    }
    return membership.changing(
        conversation.id(),
        () ->
            store
                .supervise(conversation.schoolId(), conversation.id(), wanted, clock.instant())
                .orElse(conversation));
  }

  /** The conversation with the supervisors that it is to have, of which everybody was told. */
  public Conversation settle(Conversation conversation) {
    return wanted(conversation).equals(Set.copyOf(conversation.supervisors()))
        ? conversation
        : sequencer
            .inOrder(conversation.id(), () -> settleNow(conversation.schoolId(), conversation.id()))
            .orElse(conversation);
  }

  private Optional<Conversation> settleNow(SchoolId school, ConversationId id) {
    Optional<Conversation> found = store.conversation(school, id);
    return found.map(before ->
        sequencer.whole(
            id,
            () -> tellLater(before),
            () -> {
              Conversation now = assign(before);
              tell(before, now);
              return now;
            }));
  }

  private boolean tellLater(Conversation before) {
    membership.changed(before.id());
    store.conversation(before.schoolId(), before.id()).ifPresent(now -> tell(before, now));
    return true;
  }

  private void tell(Conversation before, Conversation now) {
    if (!before.supervisors().equals(now.supervisors())) {
      notifier.changed(before, now, membership.audience(now), null);
    }
  }

  private Set<UserId> wanted(Conversation conversation) {
    Watch watch = policy.watch(rules.of(conversation.schoolId()), conversation);
    return conversation.archived() ? Set.copyOf(conversation.supervisors()) : watch.supervisors();
  }

  /** Whether the school has any conversation supervised. */
  public boolean areWanted(SchoolId school) {
    return !rules.of(school).rules().supervision().isEmpty();
  }

  /** Whether somebody is on a list of the school, who may step in anywhere. */
  public boolean mayStepIn(SchoolId school, UserId user) {
    return rules.of(school).rules().supervision().stream()
        .anyMatch(rule -> rule.supervisors().contains(user));
  }

  /**
   * Settles those of the user: the user is another than before. Somebody who may step in anywhere
   * has all of the school settled.
   */
  public void follow(SchoolId school, UserId user) {
    if (mayStepIn(school, user)) {
      followAll(school);
    } else if (areWanted(school)) {
      store.all(school, user, Set.of()).forEach(this::settleAndSay);
    }
  }

  /** Settles all conversations of the school. */
  public void followAll(SchoolId school) {
    @Nullable ConversationId after = null;
    List<Conversation> page;
    do {
      page = store.page(school, after, PAGE);
      page.forEach(this::settleAndSay);
      after = page.isEmpty() ? after : page.getLast().id();
    } while (page.size() == PAGE);
  }

  private void settleAndSay(Conversation conversation) {
    Conversation now = settle(conversation);
    boolean lacked = policy.watch(rules.of(conversation.schoolId()), now).lacking();
    if (lacked) {
      notifier.updated(now, membership.audience(now), null);
    }
  }
}
