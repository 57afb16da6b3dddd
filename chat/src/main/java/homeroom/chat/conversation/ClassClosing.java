// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.conversation;

import homeroom.chat.audit.Audit;
import homeroom.chat.audit.AuditAction;
import homeroom.chat.policy.Rules;
import homeroom.chat.school.Caller;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.Outcome;
import java.util.Objects;

/**
 * Closes a class for now, so that its teachers alone post in its conversation, and opens it again.
 * Its members are told. Safe for many threads; blocks on the store.
 */
public final class ClassClosing {

  private final Rules rules;
  private final ConversationPolicy policy;
  private final Membership membership;
  private final Sequencer sequencer;
  private final ConversationNotifier notifier;
  private final Audit audit;

  public ClassClosing(
      Rules rules,
      ConversationPolicy policy,
      Membership membership,
      Sequencer sequencer,
      ConversationNotifier notifier,
      Audit audit) {
    this.rules = rules;
    this.policy = policy;
    this.membership = membership;
    this.sequencer = sequencer;
    this.notifier = notifier;
    this.audit = audit;
  }

  /** Closes the class of the conversation, or opens it. */
  public Outcome<Conversation> close(Caller caller, ConversationId id, boolean closed) {
    return sequencer.inOrder(
        id,
        () ->
            membership
                .find(caller, id)
                .flatMap(conversation ->
                    policy
                        .close(caller, conversation)
                        .map(allowed -> closeNow(caller, conversation, closed))));
  }

  private Conversation closeNow(Caller caller, Conversation conversation, boolean closed) {
    ClassId classId = Objects.requireNonNull(conversation.classId());
    if (policy.isClosed(conversation) != closed) {
      audit.record(
          caller, closed ? AuditAction.CLASS_CLOSED : AuditAction.CLASS_OPENED, classId.value());
      rules.close(caller.schoolId(), classId, closed);
      notifier.updated(conversation, membership.members(conversation), caller.connection());
    }
    return conversation;
  }
}
