// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What of an application's database is not brought over, and why. For one thread. */
final class FeathersLeftOut {

  /** Ids of one kind that are named. */
  private static final int NAMED = 5;

  private static final class Kind {
    private final Set<String> named = new LinkedHashSet<>();
    private long count;
  }

  private final Map<String, Kind> kinds = new LinkedHashMap<>();

  /** Counts one. */
  void add(String kind, String id) {
    Kind known = kinds.computeIfAbsent(kind, any -> new Kind());
    known.count++;
    if (known.named.size() < NAMED) {
      known.named.add(id);
    }
  }

  /** A line for each kind, the first ids among it; empty if there is nothing. */
  List<String> lines() {
    var lines = new ArrayList<String>();
    kinds.forEach((kind, known) ->
        lines.add(
            "%s: %,d (%s%s)"
                .formatted(
                    kind,
                    known.count,
                    known.named.stream().collect(Collectors.joining(", ")),
                    known.count > known.named.size() ? ", ..." : "")));
    return lines;
  }
}
