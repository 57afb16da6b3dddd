// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

/** What still has room in one answer of a sync. Of one thread. */
final class SyncRoom {

  private final WireSizes sizes;
  private int messages;
  private int bytes;
  private boolean isEmpty = true;

  /** Room for so many messages, and so many bytes of whatever there is. */
  SyncRoom(int messages, int bytes, WireSizes sizes) {
    this.messages = messages;
    this.bytes = bytes;
    this.sizes = sizes;
  }

  /** Messages, whatever their length. */
  int messages() {
    return messages;
  }

  /** Whether nothing was added yet: the first thing always has room. */
  boolean isEmpty() {
    return isEmpty;
  }

  int sizeOf(MessageView message) {
    return sizes.of(message);
  }

  int sizeOf(Sync.Entry entry) {
    return sizes.of(entry);
  }

  /** Whether that many bytes have room. */
  boolean has(int size) {
    return size <= bytes;
  }

  /** Takes an entry with so many messages. */
  void take(int entryMessages, int size) {
    messages -= entryMessages;
    bytes -= size;
    isEmpty = false;
  }
}
