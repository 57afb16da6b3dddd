// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.soak;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What people were acknowledged to have read: that never goes back. On the loop. */
final class Reads {

  private record Reader(String user, String conversation) {}

  /** The highest seq of each. */
  private final Map<Reader, Long> promised = new HashMap<>();

  /** Having read up to that seq was acknowledged. */
  void promised(String user, String conversation, long seq) {
    promised.merge(new Reader(user, conversation), seq, Math::max);
  }

  /**
   * What was acknowledged and is not so.
   *
   * @param now up to where each user has read, by conversation, as the server says; of
   *     conversations that a user is in no more, and of other users, nothing is
   */
  List<String> lost(Map<String, Map<String, Long>> now) {
    var lost = new ArrayList<String>();
    promised.forEach((reader, seq) -> {
      Long read = now.getOrDefault(reader.user(), Map.of()).get(reader.conversation());
      if (read != null && read < seq) {
        lost.add(
            "promised that %s has read %s up to %d, there is %d"
                .formatted(reader.user(), reader.conversation(), seq, read));
      }
    });
    return lost;
  }
}
