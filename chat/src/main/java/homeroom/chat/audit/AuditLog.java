// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.audit;

import homeroom.chat.query.Filter;
import homeroom.chat.query.Page;
import homeroom.chat.query.Query;
import homeroom.chat.school.SchoolId;
import java.time.Instant;
import java.util.List;

/**
 * Where the chains of what was done are kept; nothing is ever changed or removed. Every call blocks
 * and is safe for many threads and processes.
 *
 * <p>Faults of the store are unchecked exceptions of its own; {@link
 * homeroom.chat.school.StoreUnavailable} where a repeat may help.
 */
public interface AuditLog {

  /** Puts it at the end of its chain; durable when it returns. */
  AuditEntry record(AuditEvent event);

  /** Counts one more failure, the last at {@code at}; durable when it returns. */
  void count(AuditTally tally, Instant at);

  /**
   * Puts an entry for each tally whose quarter began at {@code latest} or before at the end of its
   * chain, and forgets the tally; and the entries of changes that a failure kept from being written
   * down.
   *
   * @return of how many tallies and changes
   */
  int settle(Instant latest);

  /** The names of all chains that have an entry, in order. */
  List<AuditChain> chains();

  /** The entries of a chain after that place, in order, at most {@code limit}. */
  List<AuditEntry> entries(AuditChain chain, long after, int limit);

  /**
   * The entries of the chain that meet the query, the newest first if it asks for no order. Fields:
   * {@code seq actor action target at network}.
   */
  Page<AuditEntry> find(AuditChain chain, Query query);

  /** The newest entries of the school, newest first, at most {@code limit}. */
  default List<AuditEntry> newest(SchoolId school, int limit) {
    return find(AuditChain.of(school), new Query(Filter.ALL, List.of(), limit, 0)).data();
  }
}
