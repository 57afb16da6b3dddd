package homeroom.http;

import java.time.Duration;

/**
 * Every bound of the HTTP server, each with what happens beyond it.
 *
 * @param maxInitialLineBytes method, path and query together; beyond: 414
 * @param maxHeaderBytes all header fields of a request together; beyond: 431
 * @param maxBodyBytes body of a request to the application (a {@link Mount} has its own); beyond:
 *     413, before the body is read
 * @param maxBufferedBodyBytes bodies of all requests held in memory together; beyond: 503
 * @param maxConcurrentRequests requests being handled by the application at once; beyond: 503
 * @param maxPipelinedRequests requests of one connection taken and not yet answered; beyond: the
 *     connection is not read until one is answered
 * @param maxConnections open connections; beyond: closed when accepted
 * @param writeBufferBytes bytes waiting to be sent on one connection before it counts as not
 *     writable (Netty's high watermark; the low one is half); beyond: its next request waits
 * @param headTimeout from the first byte of a request to the end of its header; beyond: 408
 * @param bodyTimeout from the end of the header to the end of the body; beyond: 408
 * @param answerTimeout for the client to take one answer from us; beyond: closed
 * @param idleTimeout for a connection with no request under way; beyond: closed
 * @param lingerTimeout how long input is still thrown away after a refusal, so that the client can
 *     read the answer before the connection is reset; beyond: closed
 * @param eventLoopThreads threads that run the connections
 */
public record HttpLimits(
    int maxInitialLineBytes,
    int maxHeaderBytes,
    int maxBodyBytes,
    long maxBufferedBodyBytes,
    int maxConcurrentRequests,
    int maxPipelinedRequests,
    int maxConnections,
    int writeBufferBytes,
    Duration headTimeout,
    Duration bodyTimeout,
    Duration answerTimeout,
    Duration idleTimeout,
    Duration lingerTimeout,
    int eventLoopThreads) {

  /** What a server gets that names no limits. */
  public static final HttpLimits DEFAULTS =
      new HttpLimits(
          8_192,
          16_384,
          1_000_000,
          64_000_000,
          1_000,
          16,
          20_000,
          1_048_576,
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          Duration.ofSeconds(60),
          Duration.ofSeconds(2),
          Runtime.getRuntime().availableProcessors());

  /** Refuses limits that are not positive. */
  public HttpLimits {
    requirePositive("maxInitialLineBytes", maxInitialLineBytes);
    requirePositive("maxHeaderBytes", maxHeaderBytes);
    requirePositive("maxBodyBytes", maxBodyBytes);
    requirePositive("maxBufferedBodyBytes", maxBufferedBodyBytes);
    requirePositive("maxConcurrentRequests", maxConcurrentRequests);
    requirePositive("maxPipelinedRequests", maxPipelinedRequests);
    requirePositive("maxConnections", maxConnections);
    requirePositive("writeBufferBytes", writeBufferBytes);
    requirePositive("headTimeout", headTimeout.toNanos());
    requirePositive("bodyTimeout", bodyTimeout.toNanos());
    requirePositive("answerTimeout", answerTimeout.toNanos());
    requirePositive("idleTimeout", idleTimeout.toNanos());
    requirePositive("lingerTimeout", lingerTimeout.toNanos());
    requirePositive("eventLoopThreads", eventLoopThreads);
  }

  private static void requirePositive(String name, long value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " must be positive, but is " + value);
    }
  }
}
