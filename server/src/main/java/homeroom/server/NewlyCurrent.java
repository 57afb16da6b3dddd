// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import java.util.Set;
import java.util.function.Supplier;

/**
 * Has rosters brought in that another process made current. An import that was not brought in by
 * that is left to whoever looks at all rosters now and then, and holds up no other. For one thread;
 * blocks on the store.
 */
final class NewlyCurrent {

  private final Supplier<Set<String>> notBroughtIn;
  private final Runnable bringIn;

  private Set<String> left = Set.of();

  /**
   * @param notBroughtIn the imports that are current and not in the rows
   * @param bringIn tries that for all of them
   */
  NewlyCurrent(Supplier<Set<String>> notBroughtIn, Runnable bringIn) {
    this.notBroughtIn = notBroughtIn;
    this.bringIn = bringIn;
  }

  void look() {
    Set<String> current = notBroughtIn.get();
    if (!left.containsAll(current)) {
      bringIn.run();
      current = notBroughtIn.get();
    }
    left = current;
  }
}
