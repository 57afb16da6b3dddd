// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

import homeroom.chat.conversation.Conversation;
import homeroom.chat.conversation.ConversationStore;
import homeroom.chat.conversation.LastMessage;
import homeroom.chat.conversation.Membership;
import homeroom.chat.fanout.Fanout;
import homeroom.chat.fanout.RecordKeepers;
import homeroom.chat.school.UserId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads what is told of records. Blocks on the store; for whose turn it is in a conversation. */
final class RecordReading {

  /** Messages whose status is told, of the newest. */
  static final int STATUSES = 50;

  private final ConversationStore conversations;
  private final MessageStore messages;
  private final Membership membership;
  private final ConversationViews conversationViews;
  private final MessageViews messageViews;

  RecordReading(
      ConversationStore conversations,
      MessageStore messages,
      Membership membership,
      ConversationViews conversationViews,
      MessageViews messageViews) {
    this.conversations = conversations;
    this.messages = messages;
    this.membership = membership;
    this.conversationViews = conversationViews;
    this.messageViews = messageViews;
  }

  /** Tells those who keep the conversation as a record; false if nobody does any more. */
  boolean tell(
      FollowedConversation one,
      FollowedConversation.Changes changes,
      RecordKeepers keepers,
      Fanout fanout) {
    Optional<Conversation> found = conversations.conversation(one.school(), one.id());
    if (found.isEmpty()) {
      return false;
    }
    Conversation conversation = found.get();
    Set<UserId> keeping =
        membership.audience(conversation).stream()
            .filter(keepers::contains)
            .collect(Collectors.toSet());
    one.standings().keySet().retainAll(keeping);
    LastMessage last = conversation.lastMessage();
    one.apply(changes, last == null ? 0 : last.seq());
    Map<UserId, Standing> concerned = standings(one, conversation, concerned(changes, keeping));
    one.readAt(conversation.rev());
    if (!concerned.isEmpty()) {
      fanout.deliver(
          new RecordEvent.OfConversation(one.id(), conversationViews.of(conversation, concerned)),
          concerned.keySet(),
          null);
    }
    if (changes.receipts() && !keeping.isEmpty()) {
      tellStatuses(one, conversation, changes, keeping, fanout);
    }
    return !keeping.isEmpty();
  }

  /** A message concerns everybody, and what somebody read only them. */
  private static Set<UserId> concerned(FollowedConversation.Changes changes, Set<UserId> keeping) {
    List<Message> changed = changes.messages();
    if (changed == null || !changed.isEmpty()) {
      return keeping;
    }
    var readers = new HashSet<>(changes.reads().keySet());
    readers.retainAll(keeping);
    return readers;
  }

  /**
   * From memory; who is not there is read once, in one go with all such. Supervisors have no
   * watermark, and nothing unread.
   */
  private Map<UserId, Standing> standings(
      FollowedConversation one, Conversation conversation, Set<UserId> members) {
    Set<UserId> unknown = new HashSet<>(members);
    unknown.removeAll(one.standings().keySet());
    for (UserId supervisor : membership.supervisors(conversation)) {
      if (members.contains(supervisor) && !membership.isMember(conversation, supervisor)) {
        unknown.remove(supervisor);
        one.standings().put(supervisor, new Standing(0, conversation.rev()));
      }
    }
    if (!unknown.isEmpty()) {
      conversationViews
          .of(conversation, unknown)
          .forEach((member, view) -> one.standings().put(member, Standing.of(view)));
    }
    var known = new HashMap<>(one.standings());
    known.keySet().retainAll(members);
    return known;
  }

  /** That somebody read is told once senders may hear of it: after quiet hours, for one. */
  private void tellStatuses(
      FollowedConversation one,
      Conversation conversation,
      FollowedConversation.Changes changes,
      Set<UserId> keeping,
      Fanout fanout) {
    List<Message> newest = messages.newest(one.school(), one.id(), STATUSES);
    if (newest.isEmpty()) {
      return;
    }
    one.statuses().headMap(newest.getFirst().seq()).clear();
    List<Message> moved =
        newest.stream()
            .filter(
                message -> message.seq() > changes.after() && keeping.contains(message.senderId()))
            .filter(message -> !message.isDeleted())
            .toList();
    for (MessageView view : messageViews.of(conversation, moved)) {
      MessageStatus status = view.receipts().status();
      if (status == MessageStatus.READ && !changes.read()) {
        continue;
      }
      MessageStatus told = one.statuses().put(view.message().seq(), status);
      if (status != (told == null ? MessageStatus.SENT : told)) {
        fanout.deliver(new RecordEvent.OfMessage(view), List.of(view.message().senderId()), null);
      }
    }
  }
}
