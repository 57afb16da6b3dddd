// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

import homeroom.chat.audit.Audit;
import homeroom.chat.audit.AuditAction;
import homeroom.chat.conversation.Conversation;
import homeroom.chat.conversation.ConversationPolicy;
import homeroom.chat.conversation.Conversations;
import homeroom.chat.conversation.Membership;
import homeroom.chat.conversation.Supervisors;
import homeroom.chat.school.Caller;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.IdSource;
import homeroom.chat.school.MessageId;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.Refusal;
import homeroom.chat.school.RefusalCode;
import homeroom.chat.school.UserId;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;

/**
 * Sends messages. What it answers with {@link Sent} is safe on disk, and was offered to the other
 * members in rev order. Plain blocking code; safe for many threads.
 */
public final class Messaging {

  private final MessageStore store;
  private final ConversationPolicy policy;
  private final Conversations conversations;
  private final Membership membership;
  private final Supervisors supervisors;
  private final MessageViews views;
  private final Telling telling;
  private final Audit audit;
  private final WordFlags flags;
  private final Clock clock;
  private final IdSource ids;
  private final TextRules rules;
  private final SendRate rate;

  public Messaging(
      MessageStore store,
      ConversationPolicy policy,
      Conversations conversations,
      Membership membership,
      Supervisors supervisors,
      MessageViews views,
      Telling telling,
      Audit audit,
      WordFlags flags,
      Clock clock,
      IdSource ids,
      MessageLimits limits,
      SendRate rate) {
    this.store = store;
    this.policy = policy;
    this.conversations = conversations;
    this.membership = membership;
    this.supervisors = supervisors;
    this.views = views;
    this.telling = telling;
    this.audit = audit;
    this.flags = flags;
    this.clock = clock;
    this.ids = ids;
    this.rules = new TextRules(limits);
    this.rate = rate;
  }

  /** Sends a message; access is checked before anything else is said about it. */
  public Outcome<Sent> send(Caller caller, SendMessage wish) {
    return switch (wish.target()) {
      case SendMessage.Target.ToUser(UserId user) -> sendToUser(caller, user, wish);
      case SendMessage.Target.To(ConversationId id) ->
          membership.find(caller, id).flatMap(conversation -> checked(caller, conversation, wish));
    };
  }

  private Outcome<Sent> sendToUser(Caller caller, UserId user, SendMessage wish) {
    return conversations
        .direct(caller, user)
        .map(conversation -> checked(caller, conversation, wish))
        .orElseGet(() -> begin(caller, user, wish));
  }

  private Outcome<Sent> checked(Caller caller, Conversation conversation, SendMessage wish) {
    return rules.check(wish).andThen(() -> sendTo(caller, conversation, wish));
  }

  /** The first message of two people: what is refused leaves no conversation behind. */
  private Outcome<Sent> begin(Caller caller, UserId user, SendMessage wish) {
    return policy
        .directWith(caller, user, wish.how())
        .andThen(() -> rules.check(wish))
        .andThen(() -> Outcome.check(wish.replyTo() == null, Messaging::replyElsewhere))
        .andThen(() -> rate.take(caller.userId()))
        .map(taken -> rate.spend(caller.userId(), () -> sendFirst(caller, user, wish)));
  }

  private Sent sendFirst(Caller caller, UserId user, SendMessage wish) {
    Conversation made = conversations.startDirect(caller, user);
    writeDown(caller, made, wish);
    return telling.inOrder(caller.schoolId(), made.id(), turn -> store(turn, caller, made, wish));
  }

  /** The caller may have left, and others come and gone, before it is this message's turn. */
  private Outcome<Sent> sendTo(Caller caller, Conversation found, SendMessage wish) {
    Conversation conversation = supervisors.settle(found);
    ConversationId id = conversation.id();
    return switch (policy
        .writeIn(caller, conversation, wish.how())
        .andThen(() -> replyTo(id, caller, wish))) {
      case Outcome.Refused<?>(Refusal refusal) -> repeated(caller, conversation, wish, refusal);
      case Outcome.Done<?> allowed ->
          telling.inOrder(
              caller.schoolId(),
              id,
              turn -> membership.find(caller, id).flatMap(now -> append(turn, caller, now, wish)));
    };
  }

  /** The rate is asked one by one, so that a repeat finds the message it repeats, and is free. */
  private Outcome<Sent> append(
      Telling.Turn turn, Caller caller, Conversation conversation, SendMessage wish) {
    return switch (rate.take(caller.userId())) {
      case Outcome.Refused<?>(Refusal refusal) -> repeated(caller, conversation, wish, refusal);
      case Outcome.Done<?> taken -> {
        writeDown(caller, conversation, wish);
        yield Outcome.done(
            rate.spend(caller.userId(), () -> store(turn, caller, conversation, wish)));
      }
    };
  }

  /** What is urgent is in the audit before it is sent. */
  private void writeDown(Caller caller, Conversation conversation, SendMessage wish) {
    if (wish.urgent() != null) {
      audit.record(
          audit
              .event(caller, AuditAction.MESSAGE_URGENT, conversation.id().value(), "")
              .withReason(wish.urgent()));
    }
  }

  /** What was paid for; a repeat gets it back. */
  private Sent store(
      Telling.Turn turn, Caller caller, Conversation conversation, SendMessage wish) {
    return switch (store.append(newMessage(caller, conversation, wish))) {
      case Appended.Stored(Message message) -> {
        Sent sent = tell(turn, caller, conversation, message);
        flags.look(caller, message);
        yield sent;
      }
      case Appended.Repeated(Message message) -> {
        turn.repeat(message);
        var repeat = new Sent(views.of(conversation, message), true);
        rate.giveBack(caller.userId());
        yield repeat;
      }
    };
  }

  /** What was sent before is answered whatever the rules say by now. */
  private Outcome<Sent> repeated(
      Caller caller, Conversation conversation, SendMessage wish, Refusal refusal) {
    Optional<Message> before =
        Optional.ofNullable(wish.clientId())
            .flatMap(key ->
                store.byClientId(caller.schoolId(), conversation.id(), caller.userId(), key));
    return Outcome.found(before, () -> refusal)
        .map(message -> new Sent(views.of(conversation, message), true));
  }

  private Outcome<Outcome.Nothing> replyTo(
      ConversationId conversation, Caller caller, SendMessage wish) {
    MessageId replyTo = wish.replyTo();
    boolean allowed =
        replyTo == null
            || store
                .message(caller.schoolId(), replyTo)
                .filter(message -> message.conversationId().equals(conversation))
                .isPresent();
    return Outcome.check(allowed, Messaging::replyElsewhere);
  }

  private static Refusal replyElsewhere() {
    return Refusal.of(
        RefusalCode.REPLY_TO_ELSEWHERE,
        "'replyTo' names a message of the same conversation.",
        "replyTo",
        "is no message of this conversation");
  }

  private NewMessage newMessage(Caller caller, Conversation conversation, SendMessage wish) {
    String id = ids.next();
    String clientId = wish.clientId();
    return new NewMessage(
        new MessageId(id),
        conversation.id(),
        conversation.schoolId(),
        caller.userId(),
        clientId == null ? id : clientId,
        wish.text(),
        wish.replyTo(),
        clock.instant());
  }

  private Sent tell(Telling.Turn turn, Caller caller, Conversation conversation, Message message) {
    Set<UserId> members = membership.members(conversation);
    int others = members.contains(caller.userId()) ? members.size() - 1 : members.size();
    var view = new MessageView(message, ReceiptCounts.none(others));
    turn.tell(new MessageEvent.Sent(view), membership.audience(conversation), caller.connection());
    return new Sent(view, false);
  }
}
