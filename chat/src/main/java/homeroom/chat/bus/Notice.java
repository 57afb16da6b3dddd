// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.bus;

/**
 * Anything but a change of messages. Whoever hears one twice comes to no harm, since it says where
 * to look, or what holds now. {@link NoticeText} writes them all.
 */
public sealed interface Notice extends Change {

  /**
   * That the store has something else than it had; left there as a hint too, so that all know of it
   * within a second though the bus is away.
   *
   * @param id never the same twice
   */
  record Announced(String id, News news) implements Notice {}
}
