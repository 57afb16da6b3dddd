// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio.engine;

import homeroom.http.Exchange;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The outgoing half of a polling session: what waits for the next poll, and the poll that waits for
 * something. Any thread may add; the lock of this object is taken last, but for that of {@link
 * SessionMemory}, and is never held while anything else is called that locks.
 */
@SuppressWarnings("ReferenceEquality") // an exchange or frame is the same one, or another
final class PollingOutbox {

  private static final EngineFrame NOOP = EngineFrame.control("6");
  private static final EngineFrame CLOSE = EngineFrame.control("1");

  private final PollAnswers answers;
  private final SessionMemory memory;
  private final int outboxBytes;
  private final ArrayDeque<EngineFrame> queue = new ArrayDeque<>(4);
  private int waitingBytes;
  private int countedBytes;
  private @Nullable Exchange poll;
  private @Nullable Exchange seenPoll;
  private boolean answerScheduled;
  private boolean ended;

  PollingOutbox(PollAnswers answers, SessionMemory memory, int outboxBytes) {
    this.answers = answers;
    this.memory = memory;
    this.outboxBytes = outboxBytes;
  }

  /** What became of a frame. */
  enum Offer {
    TAKEN,
    DROPPED,
    /** Too much waits for this client. */
    FULL,
    /** The session has moved on to a WebSocket, or closed. */
    ENDED
  }

  synchronized Offer offer(@Nullable Receiver receiver, EngineFrame frame, boolean isVolatile) {
    if (ended) {
      return Offer.ENDED;
    }
    if (isVolatile && poll == null) {
      return Offer.DROPPED;
    }
    if (waitingBytes > outboxBytes) {
      return Offer.FULL;
    }
    if (receiver != null && !receiver.queueing(frame)) {
      return Offer.DROPPED;
    }
    add(frame);
    return Offer.TAKEN;
  }

  /** Puts a ping into the order, telling the listener at its very place. */
  synchronized void offerPing(EngineFrame ping, SessionListener listener) {
    if (!ended) {
      listener.pinging();
      add(ping);
    }
  }

  private void add(EngineFrame frame) {
    queue.add(frame);
    waitingBytes += frame.size();
    countedBytes = memory.settle(countedBytes, waitingBytes);
    answerSoon();
  }

  /** Answers the poll after what the current task still has to say. */
  private void answerSoon() {
    Exchange waiting = poll;
    if (waiting != null && !answerScheduled) {
      answerScheduled = true;
      EngineLoop.execute(waiting.channel().eventLoop(), this::answer);
    }
  }

  private void answer() {
    Exchange waiting;
    List<EngineFrame> frames;
    synchronized (this) {
      answerScheduled = false;
      waiting = poll;
      if (waiting == null || queue.isEmpty()) {
        return;
      }
      if (!waiting.channel().eventLoop().inEventLoop()) {
        answerSoon(); // a later poll, on another connection
        return;
      }
      poll = null;
      frames = drain();
    }
    answers.payload(waiting, frames);
  }

  private List<EngineFrame> drain() {
    List<EngineFrame> frames = new ArrayList<>(queue);
    queue.clear();
    waitingBytes = 0;
    countedBytes = memory.settle(countedBytes, 0);
    return frames;
  }

  /** Takes a new poll; false if one waits already. */
  synchronized boolean takePoll(Exchange exchange) {
    if (poll != null) {
      return false;
    }
    poll = exchange;
    if (!queue.isEmpty()) {
      answerSoon();
    }
    return true;
  }

  /** Takes away a poll whose connection is gone; false if it was answered. */
  synchronized boolean dropPoll(Exchange exchange) {
    boolean waited = poll == exchange;
    if (waited) {
      poll = null;
    }
    return waited;
  }

  /** Ends a poll that was waiting at the last look too, if there is nothing to send. */
  synchronized void endWaitingPoll() {
    if (poll != null && poll == seenPoll && queue.isEmpty()) {
      add(NOOP);
    }
    seenPoll = poll;
  }

  synchronized boolean isEmpty() {
    return queue.isEmpty();
  }

  /** What happens to a waiting poll and to undelivered frames when the session ends. */
  enum Ending {
    /** The client said goodbye: its poll is ended with a noop. */
    BY_CLIENT,
    /** A waiting poll gets what there is and a close packet. */
    BY_SERVER
  }

  /** Ends polling; true if a waiting poll took what there was. */
  boolean end(Ending ending) {
    Exchange waiting;
    List<EngineFrame> frames;
    synchronized (this) {
      ended = true;
      waiting = poll;
      if (waiting == null) {
        return false;
      }
      poll = null;
      frames = drain();
    }
    frames.add(ending == Ending.BY_CLIENT ? NOOP : CLOSE);
    answers.payload(waiting, frames);
    return true;
  }

  /** Throws away what waits. */
  synchronized void clear() {
    var _ = drain();
  }

  /** The last poll of a session that was closed with frames undelivered. */
  void answerLast(Exchange exchange) {
    List<EngineFrame> frames;
    synchronized (this) {
      frames = drain();
    }
    frames.add(CLOSE);
    answers.payload(exchange, frames);
  }

  /**
   * Ends polling in favour of a WebSocket.
   *
   * @param moved makes the WebSocket the way of everything sent from now on
   * @return what waited, to be written before anything else
   */
  synchronized List<EngineFrame> moveOn(Runnable moved) {
    ended = true;
    moved.run();
    List<EngineFrame> frames = drain();
    frames.remove(NOOP);
    return frames;
  }

  /** The poll that still waits after the session moved on. */
  synchronized @Nullable Exchange takeWaitingPoll() {
    Exchange waiting = poll;
    poll = null;
    return waiting;
  }
}
