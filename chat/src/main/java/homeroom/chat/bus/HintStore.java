// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.bus;

import homeroom.chat.school.ConversationId;
import homeroom.chat.school.SchoolId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * Where nodes that cannot publish say which conversations they changed, and where all leave what
 * they announce. Every call blocks and is safe for many threads and processes.
 *
 * <p>Faults are those of the other stores.
 */
public interface HintStore {

  /** Changes of these conversations were not published; durable when it returns. */
  void add(SchoolId school, Collection<ConversationId> conversations);

  /** Something is announced; durable when it returns. One of that id that is there stays. */
  void add(SchoolId school, Notice.Announced announced);

  /** Those added at that moment, by the clock of the store, or later; kept for ten minutes. */
  List<Hint> since(Instant moment);
}
