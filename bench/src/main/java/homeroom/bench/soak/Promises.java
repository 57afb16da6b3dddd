// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.soak;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the server acknowledged to all devices, and what it did that it must not. On the loop. */
final class Promises {

  /** A report names so many. */
  private static final int NAMED = 20;

  /** What was acknowledged of a message by the newest answer. */
  record Promise(String conversation, Version version) {

    private Promise or(Promise other) {
      if (version.deleted() != other.version.deleted()) {
        return version.deleted() ? this : other;
      }
      return other.version.rev() >= version.rev() ? other : this;
    }
  }

  private final Map<String, Promise> promises = new HashMap<>();
  private final List<String> violations = new ArrayList<>();
  private long violated;

  void promised(String conversation, Version version) {
    promises.merge(version.id(), new Promise(conversation, version), Promise::or);
  }

  Map<String, Promise> all() {
    return promises;
  }

  /** The server did what it must not. */
  void violated(String what) {
    violated++;
    if (violations.size() < NAMED) {
      violations.add(what);
    }
  }

  long violations() {
    return violated;
  }

  List<String> named() {
    return violations;
  }
}
