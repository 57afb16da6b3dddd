// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio.engine;

import java.time.Duration;

/**
 * The bounds of an Engine.IO server.
 *
 * @param pingInterval between a pong and the next ping; sent to the client in ms
 * @param pingTimeout how long a pong may take; sent to the client in ms
 * @param maxPayloadBytes the largest poll body and WebSocket message taken; sent to the client. A
 *     larger body is answered 413, a larger message closes the connection
 * @param upgradeTimeout how long a WebSocket may take to complete an upgrade before it is closed
 * @param outboxBytes how much may wait for a slow client before its transport is closed
 * @param volatileBytes how much may wait for a client before volatile messages are dropped
 * @param maxSessions sessions open at once; beyond it a handshake is answered 503
 * @param maxStrangers sessions open at once of whom nobody is known; beyond it the oldest of the
 *     network that has most is closed
 */
public record EngineLimits(
    Duration pingInterval,
    Duration pingTimeout,
    int maxPayloadBytes,
    Duration upgradeTimeout,
    int outboxBytes,
    int volatileBytes,
    int maxSessions,
    int maxStrangers) {

  public static final EngineLimits DEFAULTS =
      new EngineLimits(
          Duration.ofSeconds(25),
          Duration.ofSeconds(20),
          1_000_000,
          Duration.ofSeconds(10),
          1 << 20,
          1 << 16,
          1_000_000,
          10_000);

  public EngineLimits {
    requirePositive(pingInterval, "pingInterval");
    requirePositive(pingTimeout, "pingTimeout");
    requirePositive(upgradeTimeout, "upgradeTimeout");
    requirePositive(maxPayloadBytes, "maxPayloadBytes");
    requirePositive(outboxBytes, "outboxBytes");
    requirePositive(volatileBytes, "volatileBytes");
    requirePositive(maxSessions, "maxSessions");
    requirePositive(maxStrangers, "maxStrangers");
  }

  /** These limits with another heartbeat. */
  public EngineLimits withHeartbeat(Duration interval, Duration timeout) {
    return new EngineLimits(
        interval,
        timeout,
        maxPayloadBytes,
        upgradeTimeout,
        outboxBytes,
        volatileBytes,
        maxSessions,
        maxStrangers);
  }

  /** These limits with another largest payload. */
  public EngineLimits withMaxPayloadBytes(int bytes) {
    return new EngineLimits(
        pingInterval,
        pingTimeout,
        bytes,
        upgradeTimeout,
        outboxBytes,
        volatileBytes,
        maxSessions,
        maxStrangers);
  }

  /** These limits with another bound of what waits for a slow client. */
  public EngineLimits withOutboxBytes(int bytes) {
    return new EngineLimits(
        pingInterval,
        pingTimeout,
        maxPayloadBytes,
        upgradeTimeout,
        bytes,
        Math.min(volatileBytes, bytes),
        maxSessions,
        maxStrangers);
  }

  /** These limits with another time to complete an upgrade. */
  public EngineLimits withUpgradeTimeout(Duration timeout) {
    return new EngineLimits(
        pingInterval,
        pingTimeout,
        maxPayloadBytes,
        timeout,
        outboxBytes,
        volatileBytes,
        maxSessions,
        maxStrangers);
  }

  /** These limits with another number of sessions. */
  public EngineLimits withMaxSessions(int sessions) {
    return new EngineLimits(
        pingInterval,
        pingTimeout,
        maxPayloadBytes,
        upgradeTimeout,
        outboxBytes,
        volatileBytes,
        sessions,
        maxStrangers);
  }

  /** These limits with another number of strangers. */
  public EngineLimits withMaxStrangers(int strangers) {
    return new EngineLimits(
        pingInterval,
        pingTimeout,
        maxPayloadBytes,
        upgradeTimeout,
        outboxBytes,
        volatileBytes,
        maxSessions,
        strangers);
  }

  private static void requirePositive(Duration value, String name) {
    requirePositive(value.toMillis(), name);
  }

  private static void requirePositive(long value, String name) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " must be positive");
    }
  }
}
