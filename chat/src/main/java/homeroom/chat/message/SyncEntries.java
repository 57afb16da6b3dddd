// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

import homeroom.chat.conversation.Conversation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fills the entries of a sync with messages, as far as there is room. Blocks on the store. */
final class SyncEntries {

  /** Messages read at once: few, since an answer may have room for a few long ones only. */
  private static final int READ_AT_ONCE = 32;

  private final MessageStore messages;
  private final MessageViews views;

  SyncEntries(MessageStore messages, MessageViews views) {
    this.messages = messages;
    this.views = views;
  }

  /**
   * The entry with what changed since a rev; null if it, or the first message, has no room any
   * more: another answer is to begin with it.
   *
   * @param head the newest rev
   */
  Sync.@Nullable Entry since(Sync.Entry bare, long rev, long head, SyncRoom room) {
    Conversation conversation = bare.conversation().conversation();
    var taken = new ArrayList<MessageView>();
    int size = room.sizeOf(bare);
    long upTo = rev;
    boolean full = !hasRoom(room, size, taken);
    while (!full && upTo < head && taken.size() < room.messages()) {
      List<MessageView> some =
          views.of(
              conversation,
              messages.changedSince(
                  conversation.schoolId(),
                  conversation.id(),
                  upTo,
                  Math.min(READ_AT_ONCE, room.messages() - taken.size())));
      if (some.isEmpty()) {
        break;
      }
      for (MessageView one : some) {
        int more = room.sizeOf(one);
        full = !hasRoom(room, size + more, taken);
        if (full) {
          break;
        }
        taken.add(one);
        size += more;
        upTo = one.message().rev();
      }
    }
    if (full && taken.isEmpty()) {
      return null;
    }
    room.take(taken.size(), size);
    return bare.with(taken, upTo, upTo >= head, false);
  }

  /**
   * The entry with the newest messages; null if it is to stand first in another answer, which has
   * room for more of them. Without room for any message it is not complete, and tells no rev.
   */
  Sync.@Nullable Entry fresh(Sync.Entry bare, long head, SyncRoom room) {
    Conversation conversation = bare.conversation().conversation();
    int size = room.sizeOf(bare);
    List<MessageView> newest =
        room.messages() == 0 || head == 0
            ? List.of()
            : views.of(
                conversation,
                messages.newest(
                    conversation.schoolId(),
                    conversation.id(),
                    Math.min(Sync.FRESH, room.messages())));
    var taken = new ArrayList<MessageView>();
    boolean full = !hasRoom(room, size, taken);
    for (MessageView one : newest.reversed()) {
      int more = room.sizeOf(one);
      full = full || !hasRoom(room, size + more, taken);
      if (full) {
        break;
      }
      taken.addFirst(one);
      size += more;
    }
    if (full && !room.isEmpty()) {
      return null;
    }
    room.take(taken.size(), size);
    boolean complete = head == 0 || !taken.isEmpty();
    return bare.with(taken, complete ? head : 0, complete, true);
  }

  /**
   * Whether an entry of that size has room; the first one has with a message, whatever its size.
   */
  private static boolean hasRoom(SyncRoom room, int size, List<MessageView> taken) {
    return room.has(size) || (room.isEmpty() && taken.isEmpty());
  }
}
