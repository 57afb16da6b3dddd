// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.conversation;

import homeroom.chat.school.ConversationId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Tells the people of this node what other nodes made of conversations. What was remembered of one
 * is forgotten before, so that nobody hears more of it than they may. Safe for many threads; blocks
 * on the store.
 */
public final class ConversationFollower {

  private final Membership membership;
  private final Sequencer sequencer;
  private final ConversationNotifier notifier;

  public ConversationFollower(
      Membership membership, Sequencer sequencer, ConversationNotifier notifier) {
    this.membership = membership;
    this.sequencer = sequencer;
    this.notifier = notifier;
  }

  /**
   * It was changed.
   *
   * @param came those who may have come into it
   * @param gone those who may have left it
   */
  public void follow(SchoolId school, ConversationId id, Set<UserId> came, Set<UserId> gone) {
    sequencer.alone(
        id,
        () -> {
          membership.changed(id);
          membership.conversation(school, id).ifPresent(now -> tell(now, came, gone));
        });
  }

  /**
   * Some of these may have been changed since then. Who left one that nobody here asked for lately
   * is not told that they did; they hear nothing more of it. Who is in that of a class the roster
   * says.
   */
  public void look(List<Conversation> found, Instant since) {
    for (Conversation one : found) {
      Optional<Conversation> before = membership.remembered(one.id());
      if (before.isPresent() ? differ(before.get(), one) : isNew(one, since)) {
        sequencer.alone(one.id(), () -> look(one.schoolId(), one.id()));
      }
    }
  }

  private static boolean isNew(Conversation found, Instant since) {
    return found.type() != ConversationType.CLASS && !found.createdAt().isBefore(since);
  }

  private void look(SchoolId school, ConversationId id) {
    Optional<Conversation> before = membership.remembered(id);
    membership.changed(id);
    Optional<Conversation> now = membership.conversation(school, id);
    if (now.isEmpty()) {
      return;
    }
    Set<UserId> came = ConversationNotifier.people(now.get());
    if (before.isEmpty()) {
      tell(now.get(), came, Set.of());
    } else if (differ(before.get(), now.get())) {
      Set<UserId> gone = new HashSet<>(ConversationNotifier.people(before.get()));
      came.removeAll(gone);
      tell(now.get(), came, gone);
    }
  }

  private void tell(Conversation now, Set<UserId> came, Set<UserId> gone) {
    notifier.changedElsewhere(now, membership.audience(now), came, gone);
  }

  private static boolean differ(Conversation one, Conversation other) {
    return one.archived() != other.archived()
        || !one.participants().equals(other.participants())
        || !one.supervisors().equals(other.supervisors())
        || (one.type() != ConversationType.CLASS && !Objects.equals(one.title(), other.title()));
  }
}
