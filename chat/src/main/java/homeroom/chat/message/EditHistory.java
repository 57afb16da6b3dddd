// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

import homeroom.chat.conversation.ConversationPolicy;
import homeroom.chat.conversation.Membership;
import homeroom.chat.school.AuditEntry;
import homeroom.chat.school.AuditLog;
import homeroom.chat.school.Caller;
import homeroom.chat.school.MessageId;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.Refusal;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * The texts that messages had before: for admins of the school, each reading audited, and for
 * authors as far as they edited themselves.
 */
public final class EditHistory {

  private final MessageStore store;
  private final Membership membership;
  private final ConversationPolicy policy;
  private final AuditLog audit;
  private final Clock clock;

  public EditHistory(
      MessageStore store,
      Membership membership,
      ConversationPolicy policy,
      AuditLog audit,
      Clock clock) {
    this.store = store;
    this.membership = membership;
    this.policy = policy;
    this.audit = audit;
    this.clock = clock;
  }

  /** The earlier texts of the message, oldest first. */
  public Outcome<List<Revision>> of(Caller caller, MessageId id) {
    Optional<Message> message = store.message(caller.schoolId(), id);
    if (message.isPresent() && policy.moderates(caller)) {
      audit.record(
          new AuditEntry(
              caller.schoolId(),
              clock.instant().truncatedTo(ChronoUnit.MILLIS),
              caller.userId(),
              "message-history.find",
              id.value(),
              ""));
      return Outcome.done(store.history(caller.schoolId(), id));
    }
    boolean visible =
        message
            .flatMap(found -> membership.conversation(caller, found.conversationId()))
            .isPresent();
    if (message.isEmpty() || !visible) {
      return Outcome.refused(Refusal.notFound("message", id.value()));
    }
    if (!message.get().senderId().equals(caller.userId())) {
      return Outcome.refused(
          Refusal.forbidden(
              "history-not-yours", "Earlier texts are shown to who wrote them and to admins."));
    }
    return Outcome.done(
        store.history(caller.schoolId(), id).stream()
            .filter(revision -> !revision.deletion())
            .toList());
  }
}
