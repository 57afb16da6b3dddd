// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio;

import homeroom.socketio.engine.EngineLimits;
import java.time.Duration;

/**
 * The bounds of a Socket.IO server.
 *
 * @param engine those of the sessions below
 * @param connectTimeout how long a session may be in no namespace before it is closed
 * @param mailboxPackets events of one connection waiting for its handlers before the connection is
 *     not read any more; what one read brought along may still be added
 * @param mailboxBytes the same in bytes of payload
 * @param maxAttachments binary attachments of one packet taken from a client; more close the
 *     connection
 * @param maxRefused namespaces that one connection is refused, one more closes it: many fit into
 *     one request, and each is answered
 * @param directBytes the largest payload, in characters, handled on the event loop by a direct
 *     handler; a larger one goes to the virtual thread
 * @param recoverySessions disconnected sockets kept for recovery; beyond it the oldest is forgotten
 * @param recoveryBytes events kept for recovery, in bytes; beyond it the oldest is forgotten
 */
public record SocketIoLimits(
    EngineLimits engine,
    Duration connectTimeout,
    int mailboxPackets,
    int mailboxBytes,
    int maxAttachments,
    int maxRefused,
    int directBytes,
    int recoverySessions,
    int recoveryBytes) {

  public static final SocketIoLimits DEFAULTS =
      new SocketIoLimits(
          EngineLimits.DEFAULTS,
          Duration.ofSeconds(45),
          128,
          2 << 20,
          10,
          20,
          4_096,
          10_000,
          32 << 20);

  /** These limits with others for the sessions below. */
  public SocketIoLimits withEngine(EngineLimits other) {
    return new SocketIoLimits(
        other,
        connectTimeout,
        mailboxPackets,
        mailboxBytes,
        maxAttachments,
        maxRefused,
        directBytes,
        recoverySessions,
        recoveryBytes);
  }

  /** These limits with another time to join a namespace. */
  public SocketIoLimits withConnectTimeout(Duration timeout) {
    return new SocketIoLimits(
        engine,
        timeout,
        mailboxPackets,
        mailboxBytes,
        maxAttachments,
        maxRefused,
        directBytes,
        recoverySessions,
        recoveryBytes);
  }

  /** These limits with another bound of a connection's waiting events. */
  public SocketIoLimits withMailbox(int packets, int bytes) {
    return new SocketIoLimits(
        engine,
        connectTimeout,
        packets,
        bytes,
        maxAttachments,
        maxRefused,
        directBytes,
        recoverySessions,
        recoveryBytes);
  }

  /** These limits with other bounds of what is kept for recovery. */
  public SocketIoLimits withRecovery(int sessions, int bytes) {
    return new SocketIoLimits(
        engine,
        connectTimeout,
        mailboxPackets,
        mailboxBytes,
        maxAttachments,
        maxRefused,
        directBytes,
        sessions,
        bytes);
  }
}
