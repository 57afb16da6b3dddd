// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

import homeroom.chat.conversation.Conversation;
import homeroom.chat.conversation.ConversationView;
import homeroom.chat.conversation.Membership;
import homeroom.chat.school.Caller;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.UserId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Everything that changed in the caller's conversations since the revs a client has: what a client
 * asks after a reconnect or a gap. An answer is bounded, and reads no more than it says; a client
 * goes on from where it ends. Safe for many threads; blocks on the store.
 */
public final class Sync {

  public static final int DEFAULT_LIMIT = 200;
  public static final int MAX_LIMIT = 1000;

  /** The most conversations that a client may name. */
  public static final int MAX_CONVERSATIONS = 10_000;

  /** Entries of one answer. */
  public static final int MAX_ENTRIES = 1000;

  /** Bytes of the entries of one answer, unless the first message alone is longer. */
  public static final int MAX_BYTES = 256 << 10;

  /** How many of the newest messages a conversation begins with that the client does not know. */
  static final int FRESH = 50;

  /** Conversations with more members come without their watermarks. */
  public static final int MAX_WATERMARKS = 100;

  /** Conversations read at once; {@link #MAX_ENTRIES} are whole pages. */
  private static final int READ_AT_ONCE = 100;

  private final Membership membership;
  private final Inbox inbox;
  private final MessageStore messages;
  private final ReceiptStore receiptStore;
  private final SyncEntries entries;
  private final Receipts receipts;
  private final Epoch epoch;
  private final GivenRevs given = new GivenRevs();

  public Sync(
      Membership membership,
      Inbox inbox,
      MessageStore messages,
      MessageViews views,
      ReceiptStore receiptStore,
      Receipts receipts,
      Epoch epoch) {
    this.membership = membership;
    this.inbox = inbox;
    this.messages = messages;
    this.receiptStore = receiptStore;
    this.entries = new SyncEntries(messages, views);
    this.receipts = receipts;
    this.epoch = epoch;
  }

  /**
   * What changed.
   *
   * @param conversations by id
   * @param removed those the client named that are not the caller's any more; none but in an answer
   *     that begins with the first entry
   * @param next the last entry, if others come after it
   */
  public record Changes(
      List<Entry> conversations, List<ConversationId> removed, @Nullable ConversationId next) {}

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
      boolean reset) {

    ConversationId id() {
      return conversation.conversation().id();
    }

    Entry with(List<MessageView> newMessages, long newRev, boolean isComplete, boolean isReset) {
      return new Entry(
          conversation, newMessages, watermarks, hasWatermarks, newRev, isComplete, isReset);
    }
  }

  /** The epoch that all revs are of. */
  public Epoch epoch() {
    return epoch;
  }

  /** Finds the changes. */
  public Changes since(Caller caller, SyncRequest request, WireSizes sizes) {
    List<ConversationId> removed = removed(caller, request);
    var room = new SyncRoom(request.limit(), MAX_BYTES, sizes);
    var found = new ArrayList<Entry>();
    Known known = known(caller, request);
    boolean more = addAll(caller, request.after(), known, room, found);
    known.remember(found);
    return new Changes(found, removed, more ? found.getLast().id() : null);
  }

  /** Adds entries behind that conversation while they have room; whether there are others. */
  private boolean addAll(
      Caller caller,
      @Nullable ConversationId after,
      Known known,
      SyncRoom room,
      List<Entry> found) {
    @Nullable ConversationId last = after;
    while (found.size() < MAX_ENTRIES) {
      List<Conversation> page = inbox.page(caller, last, READ_AT_ONCE);
      if (!add(caller, page, known, room, found)) {
        return true;
      }
      if (page.size() < READ_AT_ONCE) {
        return false;
      }
      last = page.getLast().id();
    }
    return !inbox.page(caller, last, 1).isEmpty();
  }

  /** Adds the entries of these; false if not all have room. */
  private boolean add(
      Caller caller, List<Conversation> some, Known known, SyncRoom room, List<Entry> found) {
    List<ConversationId> ids = some.stream().map(Conversation::id).toList();
    Map<ConversationId, Long> heads = messages.heads(caller.schoolId(), ids);
    Map<ConversationId, List<Watermark>> marks = watermarks(caller, some);
    for (ConversationView view : inbox.views(caller, some)) {
      ConversationId id = view.conversation().id();
      List<Watermark> own = marks.get(id);
      var bare =
          new Entry(view, List.of(), own == null ? List.of() : own, own != null, 0, false, false);
      long head = heads.getOrDefault(id, 0L);
      Long rev = known.rev(id, head);
      Entry entry =
          rev == null ? entries.fresh(bare, head, room) : entries.since(bare, rev, head, room);
      if (entry == null) {
        return false;
      }
      confirm(caller, entry, rev);
      found.add(entry);
    }
    return true;
  }

  /**
   * A rev that a client names says that it has all messages as they were then. It need not have
   * those that changed since, before the change: a partial answer passes over them until they come.
   */
  private void confirm(Caller caller, Entry entry, @Nullable Long rev) {
    if (rev == null || rev == 0 || !entry.complete()) {
      return;
    }
    long upTo = rev;
    for (MessageView changed : entry.messages()) {
      upTo = Math.min(upTo, changed.message().seq() - 1);
    }
    if (upTo > 0) {
      receipts.confirmed(caller.schoolId(), entry.id(), caller.userId(), 0, upTo);
    }
  }

  /** Of those that are not too large. */
  private Map<ConversationId, List<Watermark>> watermarks(
      Caller caller, List<Conversation> conversations) {
    var small = new HashMap<ConversationId, Set<UserId>>();
    for (Conversation one : conversations) {
      Set<UserId> members = membership.members(one);
      if (members.size() <= MAX_WATERMARKS) {
        small.put(one.id(), members);
      }
    }
    var stored = receiptStore.watermarksIn(caller.schoolId(), small.keySet());
    var found = new HashMap<ConversationId, List<Watermark>>();
    small.forEach((id, members) ->
        found.put(
            id,
            stored.getOrDefault(id, List.of()).stream()
                .filter(mark -> members.contains(mark.userId()))
                .toList()));
    return found;
  }

  private List<ConversationId> removed(Caller caller, SyncRequest request) {
    if (request.after() != null || request.known().isEmpty()) {
      return List.of();
    }
    var removed = new TreeSet<>(request.known().keySet());
    removed.removeAll(inbox.ids(caller));
    return List.copyOf(removed);
  }

  /** What the client has, as far as it is of this epoch. */
  private Known known(Caller caller, SyncRequest request) {
    if (request.epoch() != null) {
      return new Known(
          request.epoch().equals(epoch.id()) ? request.known() : Map.of(), null, any -> {});
    }
    if (!epoch.isYoungerThan(caller.signedInAt())) {
      return new Known(request.known(), null, any -> {});
    }
    return new Known(request.known(), given.to(caller), ids -> given.give(caller, ids));
  }

  /**
   * Revs that a client named.
   *
   * @param among those that count; null for all
   * @param given takes those that the client was given one of
   */
  private record Known(
      Map<ConversationId, Long> revs,
      @Nullable Set<ConversationId> among,
      Consumer<Set<ConversationId>> given) {

    /** The one of a conversation; null if the client has none that was ever given. */
    @Nullable Long rev(ConversationId id, long head) {
      Long rev = among == null || among.contains(id) ? revs.get(id) : null;
      return rev == null || rev > head || rev < 0 ? null : rev;
    }

    /** One that had no room is still to be begun anew. */
    void remember(List<Entry> entries) {
      var ids = new HashSet<ConversationId>();
      entries.stream()
          .filter(entry -> entry.complete() || !entry.reset())
          .forEach(entry -> ids.add(entry.id()));
      given.accept(ids);
    }
  }
}
