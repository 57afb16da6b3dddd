// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.chat.school.SchoolId;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Has rosters brought in that another process made current. A school whose roster was not brought
 * in by that is left to whoever looks at all rosters now and then, and holds up no other. For one
 * thread; blocks on the store.
 */
final class NewlyCurrent {

  private final Supplier<Set<SchoolId>> notBroughtIn;
  private final Runnable bringIn;

  private Set<SchoolId> left = Set.of();

  /**
   * @param notBroughtIn the schools with a current roster that is not in the rows
   * @param bringIn tries that for all of them
   */
  NewlyCurrent(Supplier<Set<SchoolId>> notBroughtIn, Runnable bringIn) {
    this.notBroughtIn = notBroughtIn;
    this.bringIn = bringIn;
  }

  void look() {
    Set<SchoolId> current = notBroughtIn.get();
    if (!left.containsAll(current)) {
      bringIn.run();
      current = notBroughtIn.get();
    }
    left = current;
  }
}
