// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import java.util.function.Consumer;

/** The right to be the only server on a store. */
@FunctionalInterface
interface Hold {

  /** Nobody can take it away; also of a command that works beside a server. */
  Hold FIRM = told -> {};

  /**
   * Tells {@code told} once, with the reason in a sentence, if another server takes the store over.
   * On a thread of the store; {@code told} must not block.
   */
  void whenLost(Consumer<String> told);
}
