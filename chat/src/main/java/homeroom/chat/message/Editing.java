// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

import homeroom.chat.conversation.Conversation;
import homeroom.chat.conversation.ConversationPolicy;
import homeroom.chat.conversation.Membership;
import homeroom.chat.conversation.Sequencer;
import homeroom.chat.fanout.Fanout;
import homeroom.chat.school.AuditEntry;
import homeroom.chat.school.AuditLog;
import homeroom.chat.school.Caller;
import homeroom.chat.school.MessageId;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.Refusal;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Edits and deletes messages. Each change is stored with the text before it, and told to the
 * members in rev order. Plain blocking code; safe for many threads.
 */
public final class Editing {

  private final MessageStore store;
  private final ConversationPolicy policy;
  private final Membership membership;
  private final MessageViews views;
  private final Sequencer sequencer;
  private final Fanout fanout;
  private final AuditLog audit;
  private final Clock clock;
  private final MessageLimits limits;
  private final TextRules rules;

  public Editing(
      MessageStore store,
      ConversationPolicy policy,
      Membership membership,
      MessageViews views,
      Sequencer sequencer,
      Fanout fanout,
      AuditLog audit,
      Clock clock,
      MessageLimits limits) {
    this.store = store;
    this.policy = policy;
    this.membership = membership;
    this.views = views;
    this.sequencer = sequencer;
    this.fanout = fanout;
    this.audit = audit;
    this.clock = clock;
    this.limits = limits;
    this.rules = new TextRules(limits);
  }

  /** Replaces the text of a message: by its author, within the window, at most 100 times. */
  public Outcome<MessageView> edit(Caller caller, MessageId id, String text) {
    Optional<Message> found = store.message(caller.schoolId(), id);
    Optional<Conversation> conversation = found.flatMap(message -> ofMember(caller, message));
    if (found.isEmpty() || conversation.isEmpty()) {
      return Outcome.refused(Refusal.notFound("message", id.value()));
    }
    Optional<Refusal> refusal =
        mayEdit(caller, found.get())
            .or(() -> policy.writeIn(caller, conversation.get()))
            .or(() -> rules.checkText(text));
    if (refusal.isPresent()) {
      return Outcome.refused(refusal.get());
    }
    return change(
        caller,
        found.get(),
        () -> store.edit(caller.schoolId(), id, caller.userId(), text, now()),
        MessageEvent.Edited::new);
  }

  /**
   * Leaves a tombstone: by the author, a teacher of the class, or an admin. What an admin deletes
   * in a conversation of others is written to the audit log first.
   */
  public Outcome<MessageView> delete(Caller caller, MessageId id) {
    Optional<Message> found = store.message(caller.schoolId(), id);
    Optional<Conversation> conversation = found.flatMap(message -> reachable(caller, message));
    if (found.isEmpty() || conversation.isEmpty()) {
      return Outcome.refused(Refusal.notFound("message", id.value()));
    }
    Optional<Refusal> refusal =
        policy
            .delete(caller, conversation.get(), found.get().senderId())
            .or(() -> found.get().isDeleted() ? Optional.of(deleted()) : Optional.empty());
    if (refusal.isPresent()) {
      return Outcome.refused(refusal.get());
    }
    if (!found.get().senderId().equals(caller.userId())) {
      audit.record(
          new AuditEntry(
              caller.schoolId(), now(), caller.userId(), "message.delete", id.value(), ""));
    }
    return change(
        caller,
        found.get(),
        () -> store.delete(caller.schoolId(), id, caller.userId(), now()),
        MessageEvent.Deleted::new);
  }

  private Outcome<MessageView> change(
      Caller caller,
      Message before,
      Supplier<Optional<Message>> write,
      Function<MessageView, MessageEvent> event) {
    return sequencer.inOrder(
        before.conversationId(), () -> changeNow(caller, before, write, event));
  }

  /** The caller may have left, and others come and gone, before it was this change's turn. */
  private Outcome<MessageView> changeNow(
      Caller caller,
      Message before,
      Supplier<Optional<Message>> write,
      Function<MessageView, MessageEvent> event) {
    Optional<Conversation> conversation = reachable(caller, before);
    if (conversation.isEmpty()) {
      return Outcome.refused(Refusal.notFound("message", before.id().value()));
    }
    Optional<Message> changed = write.get();
    if (changed.isEmpty()) {
      return Outcome.refused(overtaken(caller, before.id()));
    }
    MessageView view = views.of(conversation.get(), changed.get());
    fanout.deliver(event.apply(view), membership.members(conversation.get()), caller.connection());
    return Outcome.done(view);
  }

  private Optional<Conversation> ofMember(Caller caller, Message message) {
    return membership.conversation(caller, message.conversationId());
  }

  private Optional<Conversation> reachable(Caller caller, Message message) {
    return policy.moderates(caller)
        ? membership.conversation(caller.schoolId(), message.conversationId())
        : ofMember(caller, message);
  }

  private Optional<Refusal> mayEdit(Caller caller, Message message) {
    if (!message.senderId().equals(caller.userId())) {
      return Optional.of(
          Refusal.forbidden("not-the-author", "A message is edited by who wrote it."));
    }
    if (message.isDeleted()) {
      return Optional.of(deleted());
    }
    if (now().isAfter(message.createdAt().plus(limits.editWindow()))) {
      return Optional.of(
          Refusal.forbidden(
              "edit-window-over",
              "A message can be edited for "
                  + limits.editWindow().toMinutes()
                  + " minutes; write a new one."));
    }
    return message.edits() < MessageStore.MAX_EDITS
        ? Optional.empty()
        : Optional.of(tooManyEdits());
  }

  /** Why a change that was allowed a moment ago was not made: another came before it. */
  private Refusal overtaken(Caller caller, MessageId id) {
    return store
        .message(caller.schoolId(), id)
        .filter(message -> !message.isDeleted())
        .map(message -> tooManyEdits())
        .orElseGet(Editing::deleted);
  }

  private static Refusal tooManyEdits() {
    return Refusal.forbidden(
        "too-many-edits",
        "A message can be edited " + MessageStore.MAX_EDITS + " times; write a new one.");
  }

  private static Refusal deleted() {
    return Refusal.conflict("message-deleted", "The message is deleted; it cannot be changed.");
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
