// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.session;

import java.time.Instant;
import java.util.List;

/**
 * Where ended tokens are kept until they would have ended by themselves. Every call blocks and is
 * safe for many threads and processes.
 *
 * <p>Faults of the store are unchecked exceptions of its own; {@link
 * homeroom.chat.school.StoreUnavailable} where a repeat may help.
 */
public interface EndedTokenStore {

  /** Keeps it; durable when it returns. One that is kept already stays as it is. */
  void add(EndedToken token);

  /** Those kept that were ended at {@code from} or later, in no order. */
  List<EndedToken> endedSince(Instant from);

  /** Those kept whose keys begin so, in no order. */
  List<EndedToken> beginningWith(String prefix);

  /** Forgets those that would have ended by themselves by {@code now}. */
  void purge(Instant now);
}
