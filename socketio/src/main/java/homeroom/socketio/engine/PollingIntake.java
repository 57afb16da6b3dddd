// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio.engine;

import homeroom.http.Exchange;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/**
 * The incoming half of a polling session: what its GET and POST requests ask and bring (section
 * "HTTP long-polling"). Called on event loops under the session's lock.
 */
final class PollingIntake {

  /**
   * How many packets of a body one turn of the loop takes, and about how many characters: a body is
   * as large as a message may be, and hundreds of thousands of packets fit in, while others wait.
   */
  static final int PACKETS_PER_TURN = 256;

  private static final int CHARS_PER_TURN = 65_536;

  private final EngineSession session;
  private final PollingOutbox outbox;
  private final PollAnswers answers;

  /**
   * A POST whose packets are not all taken, or only not answered, while reading is paused or until
   * the next turn.
   */
  private @Nullable Exchange held;

  /** The connection on which the body of a POST is on its way. */
  private @Nullable Channel uploading;

  private PollingPayload.Reader heldPackets = new PollingPayload.Reader("");

  /** Whether the loop goes on with it by itself. */
  private boolean turnComes;

  PollingIntake(EngineSession session, PollingOutbox outbox, PollAnswers answers) {
    this.session = session;
    this.outbox = outbox;
    this.answers = answers;
  }

  PollingOutbox outbox() {
    return outbox;
  }

  void poll(Exchange exchange) {
    if (!session.isOpen()) {
      pollAfterClose(exchange);
    } else if (outbox.takePoll(exchange)) {
      exchange.onAbort(() -> session.run(() -> pollAborted(exchange)));
    } else {
      session.end(CloseReason.PARSE_ERROR);
      answers.refuse(exchange, RequestError.BAD_REQUEST);
    }
  }

  private void pollAfterClose(Exchange exchange) {
    if (session.gone()) {
      outbox.answerLast(exchange);
    } else {
      answers.refuse(exchange, RequestError.UNKNOWN_SID);
    }
  }

  private void pollAborted(Exchange exchange) {
    if (outbox.dropPoll(exchange)) {
      session.end(CloseReason.TRANSPORT_ERROR);
    }
  }

  void dataBegins(Channel channel) {
    if (held != null || uploading != null) {
      session.end(CloseReason.PARSE_ERROR);
    } else {
      uploading = channel;
    }
  }

  void dataLost(Channel channel) {
    if (channel.equals(uploading)) {
      session.end(CloseReason.TRANSPORT_ERROR);
    }
  }

  void data(Exchange exchange, @Nullable String body) {
    boolean overlaps = held != null || (uploading != null && !uploading.equals(exchange.channel()));
    uploading = null;
    if (!session.isOpen()) {
      answers.refuse(exchange, RequestError.UNKNOWN_SID);
    } else if (overlaps || body == null) {
      session.end(CloseReason.PARSE_ERROR);
      answers.refuse(exchange, RequestError.BAD_REQUEST);
    } else {
      take(exchange, new PollingPayload.Reader(body));
    }
  }

  /**
   * Takes packets until the body ends, one is bad, the listener has enough for now, or it is the
   * turn of others.
   */
  private void take(Exchange exchange, PollingPayload.Reader packets) {
    int left = PACKETS_PER_TURN;
    int end = packets.taken() + CHARS_PER_TURN;
    while (packets.hasNext() && !session.isPaused()) {
      if (left == 0 || packets.taken() > end) {
        hold(exchange, packets);
        awaitTurn();
        return;
      }
      left--;
      String packet = packets.next();
      if (!take(packet)) {
        answerEnded(exchange, packet);
        return;
      }
    }
    if (session.isPaused()) {
      hold(exchange, packets);
    } else {
      answers.ok(exchange);
    }
  }

  private void hold(Exchange exchange, PollingPayload.Reader packets) {
    held = exchange;
    heldPackets = packets;
  }

  private void awaitTurn() {
    if (!turnComes) {
      turnComes = true;
      session.nextTurn(() -> {
        turnComes = false;
        resume();
      });
    }
  }

  /** False if the session ended with this packet. */
  private boolean take(String packet) {
    if (!packet.startsWith("b")) {
      session.text(packet);
      return session.isOpen();
    }
    byte[] bytes = PollingPayload.binary(packet);
    if (bytes == null) {
      session.end(CloseReason.PARSE_ERROR);
    } else {
      session.binary(bytes);
    }
    return session.isOpen();
  }

  private void answerEnded(Exchange exchange, String packet) {
    if (packet.equals("1")) {
      answers.ok(exchange);
    } else {
      answers.refuse(exchange, RequestError.BAD_REQUEST);
    }
  }

  /** Goes on with a held POST, unless reading is paused. */
  void resume() {
    Exchange exchange = held;
    if (exchange != null) {
      held = null;
      take(exchange, heldPackets);
    }
  }

  boolean isHolding() {
    return held != null;
  }

  /** Refuses what is held by a session that has ended. */
  void end() {
    if (held != null) {
      answers.refuse(held, RequestError.BAD_REQUEST);
      held = null;
    }
  }
}
