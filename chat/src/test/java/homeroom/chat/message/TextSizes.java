// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

/** A wire on which a message is as long as its text, and an entry has a hundred bytes. */
final class TextSizes implements WireSizes {

  static final WireSizes SIZES = new TextSizes();

  static final int ENTRY = 100;

  @Override
  public int of(MessageView message) {
    return message.message().text().length();
  }

  @Override
  public int of(Sync.Entry entry) {
    return ENTRY;
  }
}
