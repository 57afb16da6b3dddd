// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import java.time.Duration;

/**
 * Every bound of the HTTP server, each with what happens beyond it.
 *
 * @param maxInitialLineBytes method, path and query together; beyond: 414
 * @param maxHeaderBytes all header fields of a request together; beyond: 431
 * @param maxBodyBytes body of a request to the application (a {@link Mount} has its own); beyond:
 *     413, before the body is read
 * @param maxConcurrentRequests requests being handled by the application at once; beyond: 503, and
 *     beyond half of them for whoever has more than an equal part
 * @param maxPipelinedRequests requests of one connection that wait behind the one being handled;
 *     beyond: the connection is not read until one is answered
 * @param maxConnections open connections; beyond: the oldest of the network with most that speaks
 *     HTTP and is not being answered is closed, or else the new one
 * @param writeBufferBytes bytes waiting to be sent on one connection before it counts as not
 *     writable (Netty's high watermark; the low one is half); beyond: its next request waits
 * @param compressFromBytes the smallest answer of text that is compressed
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
    int maxConcurrentRequests,
    int maxPipelinedRequests,
    int maxConnections,
    int writeBufferBytes,
    int compressFromBytes,
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
          1_000,
          16,
          20_000,
          1_048_576,
          1_024,
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
    requirePositive("maxConcurrentRequests", maxConcurrentRequests);
    requirePositive("maxPipelinedRequests", maxPipelinedRequests);
    requirePositive("maxConnections", maxConnections);
    requirePositive("writeBufferBytes", writeBufferBytes);
    requirePositive("compressFromBytes", compressFromBytes);
    requirePositive("headTimeout", headTimeout.toNanos());
    requirePositive("bodyTimeout", bodyTimeout.toNanos());
    requirePositive("answerTimeout", answerTimeout.toNanos());
    requirePositive("idleTimeout", idleTimeout.toNanos());
    requirePositive("lingerTimeout", lingerTimeout.toNanos());
    requirePositive("eventLoopThreads", eventLoopThreads);
  }

  /** The defaults, to be changed one by one. */
  public static Builder builder() {
    return new Builder();
  }

  private static void requirePositive(String name, long value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " must be positive, but is " + value);
    }
  }

  /** Limits in the making; each starts at its default. */
  public static final class Builder {

    private int maxInitialLineBytes = DEFAULTS.maxInitialLineBytes;
    private int maxHeaderBytes = DEFAULTS.maxHeaderBytes;
    private int maxBodyBytes = DEFAULTS.maxBodyBytes;
    private int maxConcurrentRequests = DEFAULTS.maxConcurrentRequests;
    private int maxPipelinedRequests = DEFAULTS.maxPipelinedRequests;
    private int maxConnections = DEFAULTS.maxConnections;
    private int writeBufferBytes = DEFAULTS.writeBufferBytes;
    private int compressFromBytes = DEFAULTS.compressFromBytes;
    private Duration headTimeout = DEFAULTS.headTimeout;
    private Duration bodyTimeout = DEFAULTS.bodyTimeout;
    private Duration answerTimeout = DEFAULTS.answerTimeout;
    private Duration idleTimeout = DEFAULTS.idleTimeout;
    private Duration lingerTimeout = DEFAULTS.lingerTimeout;
    private int eventLoopThreads = DEFAULTS.eventLoopThreads;

    private Builder() {}

    public Builder maxInitialLineBytes(int maxInitialLineBytes) {
      this.maxInitialLineBytes = maxInitialLineBytes;
      return this;
    }

    public Builder maxHeaderBytes(int maxHeaderBytes) {
      this.maxHeaderBytes = maxHeaderBytes;
      return this;
    }

    public Builder maxBodyBytes(int maxBodyBytes) {
      this.maxBodyBytes = maxBodyBytes;
      return this;
    }

    public Builder maxConcurrentRequests(int maxConcurrentRequests) {
      this.maxConcurrentRequests = maxConcurrentRequests;
      return this;
    }

    public Builder maxPipelinedRequests(int maxPipelinedRequests) {
      this.maxPipelinedRequests = maxPipelinedRequests;
      return this;
    }

    public Builder maxConnections(int maxConnections) {
      this.maxConnections = maxConnections;
      return this;
    }

    public Builder writeBufferBytes(int writeBufferBytes) {
      this.writeBufferBytes = writeBufferBytes;
      return this;
    }

    public Builder compressFromBytes(int compressFromBytes) {
      this.compressFromBytes = compressFromBytes;
      return this;
    }

    public Builder headTimeout(Duration headTimeout) {
      this.headTimeout = headTimeout;
      return this;
    }

    public Builder bodyTimeout(Duration bodyTimeout) {
      this.bodyTimeout = bodyTimeout;
      return this;
    }

    public Builder answerTimeout(Duration answerTimeout) {
      this.answerTimeout = answerTimeout;
      return this;
    }

    public Builder idleTimeout(Duration idleTimeout) {
      this.idleTimeout = idleTimeout;
      return this;
    }

    public Builder lingerTimeout(Duration lingerTimeout) {
      this.lingerTimeout = lingerTimeout;
      return this;
    }

    public Builder eventLoopThreads(int eventLoopThreads) {
      this.eventLoopThreads = eventLoopThreads;
      return this;
    }

    /**
     * The limits.
     *
     * @throws IllegalArgumentException if one is not positive
     */
    public HttpLimits build() {
      return new HttpLimits(
          maxInitialLineBytes,
          maxHeaderBytes,
          maxBodyBytes,
          maxConcurrentRequests,
          maxPipelinedRequests,
          maxConnections,
          writeBufferBytes,
          compressFromBytes,
          headTimeout,
          bodyTimeout,
          answerTimeout,
          idleTimeout,
          lingerTimeout,
          eventLoopThreads);
    }
  }
}
