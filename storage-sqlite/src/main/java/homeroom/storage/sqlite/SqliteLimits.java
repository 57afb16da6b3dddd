// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import java.time.Duration;

/**
 * The bounds of the embedded store.
 *
 * @param readers threads, each with its own connection, that read; one user has at most all but one
 * @param searchers threads that search for words, apart so that a search delays no history page
 * @param waitingReads how many reads may wait, and as many searches; one more is refused
 * @param waitingWrites how many writes may wait; one more is refused
 * @param groupedWrites how many writes one transaction takes at most, receipts apart
 * @param groupedReceipts about how many receipts it takes with them: all that are due at once, but
 *     so few that messages do not wait long for them
 * @param lockWait how long to wait for another process that writes the same file
 * @param readTime how long one read may take
 * @param cachedStatements prepared statements kept per connection
 */
public record SqliteLimits(
    int readers,
    int searchers,
    int waitingReads,
    int waitingWrites,
    int groupedWrites,
    int groupedReceipts,
    Duration lockWait,
    Duration readTime,
    int cachedStatements) {

  public static final SqliteLimits DEFAULT =
      new SqliteLimits(
          2, 1, 4096, 4096, 256, 1024, Duration.ofSeconds(5), Duration.ofSeconds(3), 200);

  public SqliteLimits {
    if (readers < 1
        || searchers < 1
        || waitingReads < 1
        || waitingWrites < 1
        || groupedWrites < 1
        || groupedReceipts < 1
        || cachedStatements < 1) {
      throw new IllegalArgumentException("every limit of the store is 1 or more");
    }
  }
}
