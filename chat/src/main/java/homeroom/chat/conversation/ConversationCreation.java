// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.conversation;

import homeroom.chat.school.ConnectionId;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.SchoolId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes conversations and tells their members, whatever fails in between: one that is found stored
 * later is told then. Safe for many threads; blocks on the store.
 */
public final class ConversationCreation {

  private final ConversationStore store;
  private final Membership membership;
  private final Supervisors supervisors;
  private final Sequencer sequencer;
  private final ConversationNotifier notifier;

  public ConversationCreation(
      ConversationStore store,
      Membership membership,
      Supervisors supervisors,
      Sequencer sequencer,
      ConversationNotifier notifier) {
    this.store = store;
    this.membership = membership;
    this.supervisors = supervisors;
    this.sequencer = sequencer;
    this.notifier = notifier;
  }

  /**
   * Makes it, unless its pair has one.
   *
   * @param except the connection that hears of it by the answer
   * @return what is stored now
   */
  Conversation make(NewConversation wanted, @Nullable ConnectionId except) {
    return sequencer.whole(
        wanted.id(),
        () -> tellOf(wanted.schoolId(), wanted.id()),
        () -> {
          Conversation made = store.create(wanted);
          if (made.id().equals(wanted.id())) {
            made = supervisors.assign(made);
            notifier.made(made, membership.audience(made), except);
          }
          return made;
        });
  }

  /** Whether it was found. */
  private boolean tellOf(SchoolId school, ConversationId id) {
    Optional<Conversation> made = store.conversation(school, id);
    made.map(supervisors::assign)
        .ifPresent(found -> notifier.made(found, membership.audience(found), null));
    return made.isPresent();
  }
}
