// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

/** How long what a sync tells is on its way to the client, in bytes. */
public interface WireSizes {

  int of(MessageView message);

  /** An entry apart from its messages. */
  int of(Sync.Entry entry);
}
