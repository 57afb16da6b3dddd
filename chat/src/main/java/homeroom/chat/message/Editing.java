// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

import homeroom.chat.audit.Audit;
import homeroom.chat.audit.AuditAction;
import homeroom.chat.conversation.Conversation;
import homeroom.chat.conversation.ConversationPolicy;
import homeroom.chat.conversation.ConversationPolicy.Writing;
import homeroom.chat.conversation.Membership;
import homeroom.chat.conversation.Supervisors;
import homeroom.chat.policy.Rules.Current;
import homeroom.chat.school.Caller;
import homeroom.chat.school.MessageId;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.Refusal;
import homeroom.chat.school.RefusalCode;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;
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
  private final Supervisors supervisors;
  private final WordFlags flags;
  private final MessageViews views;
  private final Telling telling;
  private final Audit audit;
  private final Clock clock;
  private final MessageLimits limits;
  private final TextRules rules;

  public Editing(
      MessageStore store,
      ConversationPolicy policy,
      Membership membership,
      Supervisors supervisors,
      WordFlags flags,
      MessageViews views,
      Telling telling,
      Audit audit,
      Clock clock,
      MessageLimits limits) {
    this.store = store;
    this.policy = policy;
    this.membership = membership;
    this.supervisors = supervisors;
    this.flags = flags;
    this.views = views;
    this.telling = telling;
    this.audit = audit;
    this.clock = clock;
    this.limits = limits;
    this.rules = new TextRules(limits);
  }

  private record Found(Message message, Conversation conversation) {}

  /** Replaces the text of a message: by its author, within the window, at most 100 times. */
  public Outcome<MessageView> edit(Caller caller, MessageId id, String text) {
    return find(caller, id, this::ofMember)
        .flatMap(found ->
            mayEdit(caller, found.message)
                .andThen(() -> mayWrite(caller, found))
                .andThen(() -> rules.checkText(text))
                .andThen(() ->
                    change(
                        caller,
                        found.message,
                        () ->
                            store.edit(
                                caller.schoolId(), id, caller.userId(), text, clock.instant()),
                        MessageEvent.Edited::new)))
        .ifDone(view -> flags.look(caller, view.message()));
  }

  /** An edit says something, as a message does: of an answer, an answer. */
  private Outcome<Outcome.Nothing> mayWrite(Caller caller, Found found) {
    Writing how = found.message.replyTo() == null ? Writing.NEW : Writing.REPLY;
    return policy.writeIn(caller, supervisors.settle(found.conversation), how);
  }

  /**
   * Leaves a tombstone: by the author, a teacher of the class, or an admin. What somebody deletes
   * that another wrote is put into the audit log first.
   */
  public Outcome<MessageView> delete(Caller caller, MessageId id) {
    return find(caller, id, this::reachable)
        .flatMap(found ->
            policy
                .delete(caller, found.conversation, found.message.senderId())
                .andThen(() -> notDeleted(found.message))
                .ifDone(allowed -> audit(caller, found.message))
                .andThen(() ->
                    change(
                        caller,
                        found.message,
                        () -> store.delete(caller.schoolId(), id, caller.userId(), clock.instant()),
                        MessageEvent.Deleted::new)));
  }

  private Outcome<Found> find(
      Caller caller, MessageId id, BiFunction<Caller, Message, Optional<Conversation>> in) {
    return Outcome.found(
        store
            .message(caller.schoolId(), id)
            .flatMap(message ->
                in.apply(caller, message).map(conversation -> new Found(message, conversation))),
        () -> Refusal.notFound(RefusalCode.MESSAGE_NOT_FOUND, id.value()));
  }

  private void audit(Caller caller, Message message) {
    if (!message.senderId().equals(caller.userId())) {
      audit.record(caller, AuditAction.MESSAGE_DELETED, message.id().value());
    }
  }

  private Outcome<MessageView> change(
      Caller caller,
      Message before,
      Supplier<Optional<Message>> write,
      Function<MessageView, MessageEvent> event) {
    return telling.inOrder(
        before.schoolId(),
        before.conversationId(),
        turn -> changeNow(turn, caller, before, write, event));
  }

  /** The caller may have left, and others come and gone, before it was this change's turn. */
  private Outcome<MessageView> changeNow(
      Telling.Turn turn,
      Caller caller,
      Message before,
      Supplier<Optional<Message>> write,
      Function<MessageView, MessageEvent> event) {
    MessageId id = before.id();
    return Outcome.found(
            reachable(caller, before),
            () -> Refusal.notFound(RefusalCode.MESSAGE_NOT_FOUND, id.value()))
        .flatMap(conversation ->
            Outcome.found(write.get(), () -> overtaken(caller, id))
                .map(changed -> views.of(conversation, changed))
                .ifDone(view ->
                    turn.tell(
                        event.apply(view),
                        membership.audience(conversation),
                        caller.connection())));
  }

  private Optional<Conversation> ofMember(Caller caller, Message message) {
    return membership.conversation(caller, message.conversationId());
  }

  private Optional<Conversation> reachable(Caller caller, Message message) {
    return policy.moderates(caller)
        ? membership.conversation(caller.schoolId(), message.conversationId())
        : ofMember(caller, message);
  }

  private Outcome<Outcome.Nothing> mayEdit(Caller caller, Message message) {
    return Outcome.check(
            message.senderId().equals(caller.userId()),
            () -> Refusal.of(RefusalCode.NOT_THE_AUTHOR, "A message is edited by who wrote it."))
        .andThen(() -> notDeleted(message))
        .andThen(() ->
            Outcome.check(
                !clock.instant().isAfter(message.createdAt().plus(editWindow(caller))),
                () ->
                    Refusal.of(
                        RefusalCode.EDIT_WINDOW_OVER,
                        "A message can be edited for "
                            + editWindow(caller).toMinutes()
                            + " minutes; write a new one.")))
        .andThen(
            () -> Outcome.check(message.edits() < MessageStore.MAX_EDITS, Editing::tooManyEdits));
  }

  /** The school's, once it decided anything. */
  private Duration editWindow(Caller caller) {
    Current now = policy.rulesOf(caller);
    return now.version() == 0
        ? limits.editWindow()
        : Duration.ofMinutes(now.rules().limits().editMinutes());
  }

  private static Outcome<Outcome.Nothing> notDeleted(Message message) {
    return Outcome.check(!message.isDeleted(), Editing::deleted);
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
    return Refusal.of(
        RefusalCode.TOO_MANY_EDITS,
        "A message can be edited " + MessageStore.MAX_EDITS + " times; write a new one.");
  }

  private static Refusal deleted() {
    return Refusal.of(RefusalCode.MESSAGE_DELETED, "The message is deleted; it cannot be changed.");
  }
}
