// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

import homeroom.chat.audit.Audit;
import homeroom.chat.audit.AuditAction;
import homeroom.chat.conversation.ConversationPolicy;
import homeroom.chat.conversation.Membership;
import homeroom.chat.school.Caller;
import homeroom.chat.school.MessageId;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.Refusal;
import homeroom.chat.school.RefusalCode;
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
  private final Audit audit;

  public EditHistory(
      MessageStore store, Membership membership, ConversationPolicy policy, Audit audit) {
    this.store = store;
    this.membership = membership;
    this.policy = policy;
    this.audit = audit;
  }

  /** The earlier texts of the message, oldest first. */
  public Outcome<List<Revision>> of(Caller caller, MessageId id) {
    Optional<Message> message = store.message(caller.schoolId(), id);
    if (policy.moderates(caller)) {
      return found(message, id).ifDone(found -> audit(caller, id)).map(this::all);
    }
    return found(message.filter(found -> isMember(caller, found)), id)
        .flatMap(found ->
            Outcome.check(
                    found.senderId().equals(caller.userId()),
                    () ->
                        Refusal.of(
                            RefusalCode.HISTORY_NOT_YOURS,
                            "Earlier texts are shown to who wrote them and to admins."))
                .map(own -> edits(found)));
  }

  private boolean isMember(Caller caller, Message message) {
    return membership.conversation(caller, message.conversationId()).isPresent();
  }

  private static Outcome<Message> found(Optional<Message> message, MessageId id) {
    return Outcome.found(
        message, () -> Refusal.notFound(RefusalCode.MESSAGE_NOT_FOUND, id.value()));
  }

  private void audit(Caller caller, MessageId id) {
    audit.record(caller, AuditAction.HISTORY_READ, id.value());
  }

  private List<Revision> all(Message message) {
    return store.history(message.schoolId(), message.id());
  }

  private List<Revision> edits(Message message) {
    return all(message).stream().filter(revision -> !revision.deletion()).toList();
  }
}
