// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

import homeroom.chat.conversation.Conversation;
import homeroom.chat.conversation.ConversationPolicy;
import homeroom.chat.conversation.Conversations;
import homeroom.chat.conversation.Membership;
import homeroom.chat.conversation.Sequencer;
import homeroom.chat.fanout.Fanout;
import homeroom.chat.school.Caller;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.IdSource;
import homeroom.chat.school.MessageId;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.Refusal;
import homeroom.chat.school.UserId;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sends messages. What it answers {@code Stored} is safe on disk, and was offered to the other
 * members in rev order. Plain blocking code; safe for many threads.
 */
public final class Messaging {

  private final MessageStore store;
  private final ConversationPolicy policy;
  private final Conversations conversations;
  private final Membership membership;
  private final MessageViews views;
  private final Fanout fanout;
  private final Clock clock;
  private final IdSource ids;
  private final TextRules rules;
  private final SendRate rate;
  private final Sequencer sequencer;

  public Messaging(
      MessageStore store,
      ConversationPolicy policy,
      Conversations conversations,
      Membership membership,
      MessageViews views,
      Sequencer sequencer,
      Fanout fanout,
      Clock clock,
      IdSource ids,
      MessageLimits limits) {
    this.store = store;
    this.policy = policy;
    this.conversations = conversations;
    this.membership = membership;
    this.views = views;
    this.sequencer = sequencer;
    this.fanout = fanout;
    this.clock = clock;
    this.ids = ids;
    this.rules = new TextRules(limits);
    this.rate = new SendRate(limits, clock);
  }

  /** Sends a message; access is checked before anything else is said about it. */
  public SendResult send(Caller caller, SendMessage wish) {
    return switch (conversation(caller, wish.target())) {
      case Outcome.Refused<Conversation>(Refusal refusal) -> new SendResult.Refused(refusal);
      case Outcome.Done<Conversation>(Conversation conversation) ->
          sendTo(caller, conversation, wish);
    };
  }

  private Outcome<Conversation> conversation(Caller caller, SendMessage.Target target) {
    return switch (target) {
      case SendMessage.Target.ToUser(UserId user) -> conversations.directWith(caller, user);
      case SendMessage.Target.To(ConversationId id) ->
          membership
              .conversation(caller, id)
              .map(Outcome::done)
              .orElseGet(() -> Outcome.refused(Refusal.notFound("conversation", id.value())));
    };
  }

  private SendResult sendTo(Caller caller, Conversation conversation, SendMessage wish) {
    Optional<Refusal> refusal = rules.check(wish.text(), wish.clientId());
    if (refusal.isPresent()) {
      return new SendResult.Refused(refusal.get());
    }
    return append(caller, conversation, wish);
  }

  private Optional<MessageView> repeated(
      Caller caller, Conversation conversation, @Nullable String clientId) {
    return Optional.ofNullable(clientId)
        .flatMap(
            key -> store.byClientId(caller.schoolId(), conversation.id(), caller.userId(), key))
        .map(message -> views.of(conversation, message));
  }

  private SendResult tooMany() {
    return new SendResult.Refused(
        Refusal.tooMany(
            "message-rate",
            "You are sending too fast; wait a moment and send again.",
            rate.retryAfterMillis()));
  }

  private SendResult append(Caller caller, Conversation conversation, SendMessage wish) {
    Optional<Refusal> refusal =
        policy.writeIn(caller, conversation).or(() -> replyTo(conversation, wish));
    if (refusal.isPresent()) {
      return repeated(caller, conversation, wish.clientId())
          .<SendResult>map(SendResult.Repeated::new)
          .orElseGet(() -> new SendResult.Refused(refusal.get()));
    }
    return sequencer.inOrder(conversation.id(), () -> appendAsMember(caller, conversation, wish));
  }

  /** The caller may have left, and others come and gone, before it was this message's turn. */
  private SendResult appendAsMember(Caller caller, Conversation before, SendMessage wish) {
    return membership
        .conversation(caller, before.id())
        .map(conversation -> appendNow(caller, conversation, wish))
        .orElseGet(
            () -> new SendResult.Refused(Refusal.notFound("conversation", before.id().value())));
  }

  /** The rate is asked one by one, so that a repeat finds the message it repeats, and is free. */
  private SendResult appendNow(Caller caller, Conversation conversation, SendMessage wish) {
    if (!rate.tryTake(caller.userId())) {
      return repeated(caller, conversation, wish.clientId())
          .<SendResult>map(SendResult.Repeated::new)
          .orElseGet(this::tooMany);
    }
    return switch (store.append(newMessage(caller, conversation, wish))) {
      case Appended.Stored(Message message) -> tell(caller, conversation, message);
      case Appended.Repeated(Message message) -> {
        rate.giveBack(caller.userId());
        yield new SendResult.Repeated(views.of(conversation, message));
      }
    };
  }

  private Optional<Refusal> replyTo(Conversation conversation, SendMessage wish) {
    MessageId replyTo = wish.replyTo();
    if (replyTo == null) {
      return Optional.empty();
    }
    boolean inSameConversation =
        store
            .message(conversation.schoolId(), replyTo)
            .filter(message -> message.conversationId().equals(conversation.id()))
            .isPresent();
    return inSameConversation
        ? Optional.empty()
        : Optional.of(
            Refusal.invalid(
                "reply-to-elsewhere",
                "'replyTo' names a message of the same conversation.",
                "replyTo",
                "is no message of this conversation"));
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
        clock.instant().truncatedTo(ChronoUnit.MILLIS));
  }

  private SendResult tell(Caller caller, Conversation conversation, Message message) {
    Set<UserId> members = membership.members(conversation);
    int others = members.contains(caller.userId()) ? members.size() - 1 : members.size();
    var view = new MessageView(message, ReceiptCounts.none(others));
    fanout.deliver(new MessageEvent.Sent(view), members, caller.connection());
    return new SendResult.Stored(view);
  }
}
