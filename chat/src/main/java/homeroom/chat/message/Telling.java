// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

import homeroom.chat.conversation.Conversation;
import homeroom.chat.conversation.Membership;
import homeroom.chat.conversation.Sequencer;
import homeroom.chat.fanout.Fanout;
import homeroom.chat.school.ConnectionId;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tells the members of a conversation of each change of its messages, once and in the order of the
 * revs, whatever fails between the storing and the telling. It knows up to which rev it told; after
 * a change that failed, it reads what is stored beyond that, and tells it before the next change.
 *
 * <p>Safe for many threads; blocks on the store. A change costs it nothing but the first of a
 * conversation, for which it reads the newest rev.
 */
public final class Telling {

  /** Conversations remembered at most, some 100 bytes each; then it starts anew. */
  private static final int MAX_CONVERSATIONS = 50_000;

  private static final int CHANGES_AT_ONCE = 100;

  private final MessageStore store;
  private final Membership membership;
  private final MessageViews views;
  private final Sequencer sequencer;
  private final RecentSenders senders;
  private final Fanout fanout;
  private final Map<ConversationId, Turn> conversations = new ConcurrentHashMap<>();

  public Telling(
      MessageStore store,
      Membership membership,
      MessageViews views,
      Sequencer sequencer,
      RecentSenders senders,
      Fanout fanout) {
    this.store = store;
    this.membership = membership;
    this.views = views;
    this.sequencer = sequencer;
    this.senders = senders;
    this.fanout = fanout;
  }

  /**
   * Makes a change of the conversation's messages, which tells of itself in its turn. If it throws,
   * whether it was stored is found out, and then told.
   */
  <T> T inOrder(SchoolId school, ConversationId id, Function<Turn, T> change) {
    return sequencer.inOrder(
        id,
        () -> {
          Turn turn = turn(school, id);
          return sequencer.whole(
              id, () -> turnAfter(turn).catchUp(Long.MAX_VALUE), () -> change.apply(turn));
        });
  }

  private Turn turn(SchoolId school, ConversationId id) {
    Turn known = conversations.get(id);
    if (known != null) {
      return known;
    }
    if (conversations.size() >= MAX_CONVERSATIONS) {
      conversations.clear();
    }
    var begun = new Turn(school, id, store.head(school, id));
    conversations.put(id, begun);
    return begun;
  }

  /** What a failed change left is told from where it stood, also if that was forgotten since. */
  private Turn turnAfter(Turn failed) {
    return conversations.computeIfAbsent(failed.id, id -> failed);
  }

  /** One conversation, for whoever's turn it is to change it. */
  final class Turn {

    private final SchoolId school;
    private final ConversationId id;

    /** Every change up to this rev was told. */
    private long told;

    private Turn(SchoolId school, ConversationId id, long told) {
      this.school = school;
      this.id = id;
      this.told = told;
    }

    /**
     * Tells of the change just stored; what has its place before it and was not told goes first.
     */
    void tell(MessageEvent event, Set<UserId> members, @Nullable ConnectionId except) {
      long rev = event.message().message().rev();
      if (rev > told + 1) {
        catchUp(rev - 1);
      }
      if (rev > told) {
        tellNext(event, members, except);
      }
    }

    /** Of a message that was stored before: whatever nobody was told of is told now. */
    void repeat(Message message) {
      if (message.rev() > told) {
        catchUp(Long.MAX_VALUE);
      }
    }

    /**
     * Tells what is stored up to the rev and was not told, each change at its own rev with the
     * message as it is now; whether there was anything.
     */
    private boolean catchUp(long upTo) {
      boolean found = false;
      List<MessageChange> untold;
      do {
        untold = store.changesAt(school, id, told, upTo, CHANGES_AT_ONCE);
        found |= !untold.isEmpty();
        if (!untold.isEmpty()) {
          tell(untold);
        }
      } while (untold.size() == CHANGES_AT_ONCE);
      return found;
    }

    private void tell(List<MessageChange> untold) {
      Conversation conversation = membership.conversation(school, id).orElseThrow();
      Set<UserId> members = membership.audience(conversation);
      for (MessageEvent event : events(conversation, untold)) {
        tellNext(event, members, null);
      }
    }

    /** Who sent it is known before anybody can confirm it. */
    private void tellNext(MessageEvent event, Set<UserId> members, @Nullable ConnectionId except) {
      Message message = event.message().message();
      senders.told(message);
      fanout.deliver(event, members, except);
      told = message.rev();
    }

    private List<MessageEvent> events(Conversation conversation, List<MessageChange> changes) {
      List<MessageView> views =
          Telling.this.views.of(
              conversation,
              changes.stream().map(change -> change.message().at(change.rev())).toList());
      var events = new ArrayList<MessageEvent>();
      for (int i = 0; i < views.size(); i++) {
        events.add(event(views.get(i), changes.get(i).message().rev()));
      }
      return events;
    }

    /** A deletion is the last change of its message. */
    private static MessageEvent event(MessageView view, long newest) {
      Message message = view.message();
      if (message.isDeleted() && message.rev() == newest) {
        return new MessageEvent.Deleted(view);
      }
      return message.rev() == message.seq()
          ? new MessageEvent.Sent(view)
          : new MessageEvent.Edited(view);
    }
  }
}
