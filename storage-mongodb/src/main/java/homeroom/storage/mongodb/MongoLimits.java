// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import java.time.Duration;

/**
 * The bounds of the store on MongoDB.
 *
 * @param connections open at once to each server
 * @param callsPerUser under way at once for one user; further ones wait for those
 * @param waitingCalls how many more calls may wait for a connection; one more is refused
 * @param serverWait how long to look for a server that takes writes
 * @param connectTime how long to wait for a connection to open
 * @param readTime how long the server may work on one search
 * @param answerTime how long to wait for bytes of an answer
 * @param callTime how long one command may take in all: a server found, a connection had, the
 *     answer read, and all of it once more if the driver tries again
 * @param writeTime how long to try again when others write the same
 * @param indexTime how long the making of one index may take, at the first start
 */
public record MongoLimits(
    int connections,
    int callsPerUser,
    int waitingCalls,
    Duration serverWait,
    Duration connectTime,
    Duration readTime,
    Duration answerTime,
    Duration callTime,
    Duration writeTime,
    Duration indexTime) {

  public static final MongoLimits DEFAULT =
      new MongoLimits(
          64,
          8,
          4096,
          Duration.ofSeconds(3),
          Duration.ofSeconds(3),
          Duration.ofSeconds(3),
          Duration.ofSeconds(8),
          Duration.ofSeconds(8),
          Duration.ofSeconds(8),
          Duration.ofMinutes(30));

  public MongoLimits {
    if (connections < 1 || callsPerUser < 1 || waitingCalls < 0) {
      throw new IllegalArgumentException("a store has a connection, and 0 or more calls wait");
    }
  }
}
