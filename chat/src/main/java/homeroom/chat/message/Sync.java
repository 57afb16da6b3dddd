// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

import homeroom.chat.conversation.Conversation;
import homeroom.chat.conversation.ConversationView;
import homeroom.chat.conversation.Membership;
import homeroom.chat.school.Caller;
import homeroom.chat.school.ConversationId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Everything that changed in the caller's conversations since the revs a client has: what a client
 * asks after a reconnect or a gap. Safe for many threads; blocks on the store.
 */
public final class Sync {

  public static final int DEFAULT_LIMIT = 200;
  public static final int MAX_LIMIT = 1000;

  /** The most conversations that a client may name. */
  public static final int MAX_CONVERSATIONS = 10_000;

  /** How many of the newest messages a conversation begins with that the client does not know. */
  static final int FRESH = 50;

  /** Conversations with more members come without their watermarks. */
  public static final int MAX_WATERMARKS = 100;

  private final Membership membership;
  private final Inbox inbox;
  private final MessageStore messages;
  private final MessageViews views;
  private final ReceiptStore receiptStore;
  private final Receipts receipts;

  public Sync(
      Membership membership,
      Inbox inbox,
      MessageStore messages,
      MessageViews views,
      ReceiptStore receiptStore,
      Receipts receipts) {
    this.membership = membership;
    this.inbox = inbox;
    this.messages = messages;
    this.views = views;
    this.receiptStore = receiptStore;
    this.receipts = receipts;
  }

  /**
   * What changed.
   *
   * @param conversations by id
   * @param removed those the client named that are not the caller's any more
   */
  public record Changes(List<Entry> conversations, List<ConversationId> removed) {}

  /**
   * What changed in one conversation.
   *
   * @param messages by rev; each once, at its newest
   * @param watermarks of its members; empty above 100 of them
   * @param rev where to continue
   * @param complete whether there is nothing more to ask for
   * @param reset whether the client has to forget what it had: these are the newest messages
   */
  public record Entry(
      ConversationView conversation,
      List<MessageView> messages,
      List<Watermark> watermarks,
      boolean hasWatermarks,
      long rev,
      boolean complete,
      boolean reset) {}

  /**
   * Finds the changes.
   *
   * @param known the highest rev the client has of each conversation
   * @param limit how many messages in all, 1 to {@link #MAX_LIMIT}
   */
  public Changes since(Caller caller, Map<ConversationId, Long> known, int limit) {
    var removed = new TreeSet<>(known.keySet());
    var entries = new ArrayList<Entry>();
    int room = limit;
    for (ConversationView view : inbox.all(caller)) {
      ConversationId id = view.conversation().id();
      removed.remove(id);
      Entry entry = entry(caller, view, known.get(id), room);
      entries.add(entry);
      room -= entry.messages().size();
    }
    return new Changes(entries, List.copyOf(removed));
  }

  private Entry entry(Caller caller, ConversationView view, @Nullable Long rev, int room) {
    Conversation conversation = view.conversation();
    long head = messages.head(caller.schoolId(), conversation.id());
    if (rev == null || rev > head || rev < 0) {
      return fresh(caller, view, head, room);
    }
    if (rev > 0) {
      receipts.confirmed(caller.schoolId(), conversation.id(), caller.userId(), 0, rev);
    }
    List<Message> changed =
        room == 0
            ? List.of()
            : messages.changedSince(caller.schoolId(), conversation.id(), rev, room);
    long upTo = changed.isEmpty() ? rev : changed.getLast().rev();
    return entry(view, changed, upTo, upTo >= head, false);
  }

  private Entry fresh(Caller caller, ConversationView view, long head, int room) {
    if (room == 0 && head > 0) {
      return entry(view, List.of(), 0, false, true);
    }
    List<Message> newest =
        head == 0
            ? List.of()
            : messages.newest(caller.schoolId(), view.conversation().id(), Math.min(FRESH, room));
    return entry(view, newest, head, true, true);
  }

  private Entry entry(
      ConversationView view, List<Message> changed, long rev, boolean complete, boolean reset) {
    Conversation conversation = view.conversation();
    boolean small = membership.members(conversation).size() <= MAX_WATERMARKS;
    List<Watermark> watermarks =
        small
            ? receiptStore.watermarks(conversation.schoolId(), conversation.id()).stream()
                .filter(mark -> membership.isMember(conversation, mark.userId()))
                .toList()
            : List.of();
    return new Entry(
        view, views.of(conversation, changed), watermarks, small, rev, complete, reset);
  }
}
