package homeroom.storage.mongodb;

import java.time.Duration;

/**
 * The bounds of the store on MongoDB.
 *
 * @param connections open at once to each server
 * @param waitingCalls how many more calls may wait for a connection; one more is refused
 * @param serverWait how long to look for a server that takes writes
 * @param connectTime how long to wait for a connection to open
 * @param readTime how long the server may work on one search
 * @param answerTime how long to wait for the answer to one command
 * @param writeTime how long to wait for a majority, and to try again when others write the same
 */
public record MongoLimits(
    int connections,
    int waitingCalls,
    Duration serverWait,
    Duration connectTime,
    Duration readTime,
    Duration answerTime,
    Duration writeTime) {

  public static final MongoLimits DEFAULT =
      new MongoLimits(
          64,
          4096,
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofSeconds(10));

  public MongoLimits {
    if (connections < 1 || waitingCalls < 0) {
      throw new IllegalArgumentException("a store has a connection, and 0 or more calls wait");
    }
  }
}
