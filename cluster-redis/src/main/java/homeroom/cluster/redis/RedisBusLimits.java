// SPDX-License-Identifier: Apache-2.0
package homeroom.cluster.redis;

import java.time.Duration;

/**
 * The bounds of the bus on Redis.
 *
 * @param answer how long one call may take, a connection made for it included
 * @param again a server that could not be reached is tried again after so long
 * @param entries that a log keeps
 * @param kept how long it keeps them at least, unless there are more
 * @param entryBytes of one entry; a larger one is not appended
 * @param readingEntries that are read at once
 * @param readingBytes of all that one reading finds; if there is more, the log is not read
 * @param beatingSchools in one beat; of more there are several
 * @param commands that may wait on one connection
 * @param nodeAlive for so long after its last beat a node is there
 * @param nodesKept a node that does not beat is forgotten after so long
 * @param beatsUnheard a connection that carried none of so many beats is given up
 */
public record RedisBusLimits(
    Duration answer,
    Duration again,
    int entries,
    Duration kept,
    int entryBytes,
    int readingEntries,
    int readingBytes,
    int beatingSchools,
    int commands,
    Duration nodeAlive,
    Duration nodesKept,
    int beatsUnheard) {

  public static final RedisBusLimits DEFAULT =
      new RedisBusLimits(
          Duration.ofSeconds(1),
          Duration.ofMillis(200),
          4_000,
          Duration.ofSeconds(180),
          1 << 20,
          200,
          16 << 20,
          500,
          10_000,
          Duration.ofSeconds(10),
          Duration.ofHours(1),
          2);

  /** The same with other times. */
  RedisBusLimits with(Duration otherAnswer, Duration otherKept, Duration otherAlive) {
    return new RedisBusLimits(
        otherAnswer,
        again,
        entries,
        otherKept,
        entryBytes,
        readingEntries,
        readingBytes,
        beatingSchools,
        commands,
        otherAlive,
        nodesKept,
        beatsUnheard);
  }
}
