// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio;

import homeroom.socketio.engine.EngineSession;
import java.util.ArrayDeque;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What one connection's handlers have to do, one after the other: on a virtual thread that exists
 * only while there is something to do, or, what is declared direct, on the event loop. Bounded:
 * when it is full, the connection is not read until half of it is done; what one read of the
 * network brought along is still taken.
 */
final class Mailbox implements Runnable {

  /** What may wait without being counted, in bytes. */
  private static final int FREE_BYTES = 4_096;

  private final EngineSession session;
  private final SocketIoLimits limits;
  private final BiConsumer<String, Throwable> faults;

  private @Nullable ArrayDeque<Mail> queue;
  private int bytes;
  private boolean running;
  private boolean full;

  /** Bytes of what is being done. */
  private int handling;

  /** What of all is counted for the session. */
  private int counted;

  Mailbox(EngineSession session, SocketIoLimits limits, BiConsumer<String, Throwable> faults) {
    this.session = session;
    this.limits = limits;
    this.faults = faults;
  }

  /** Something to do. */
  interface Mail {

    void handle() throws Exception;

    /** What it keeps in memory, roughly. */
    default int bytes() {
      return 0;
    }
  }

  /** Adds to the end. Never refuses, but may stop the reading of the connection. */
  void add(Mail mail) {
    boolean start;
    boolean pause;
    int more;
    synchronized (this) {
      if (queue == null) {
        queue = new ArrayDeque<>(2);
      }
      queue.add(mail);
      bytes += mail.bytes();
      pause = !full && exceeds(1);
      full |= pause;
      start = !running;
      running = true;
      more = count();
    }
    keep(more);
    if (pause) {
      session.run(this::applyFullness);
    }
    if (start) {
      startThread();
    }
  }

  /** How much more is kept than is counted; counts it. Under the lock. */
  private int count() {
    int kept = bytes + handling;
    int before = counted;
    counted = kept <= FREE_BYTES ? 0 : kept;
    return counted - before;
  }

  private void keep(int more) {
    if (more != 0) {
      session.keep(more);
    }
  }

  private void startThread() {
    Thread.ofVirtual().name("socket.io").start(this);
  }

  /** Does it on this thread if nothing waits or is being done; else false. */
  boolean handleNow(Mail mail) {
    synchronized (this) {
      if (running) {
        return false;
      }
      running = true;
    }
    handle(mail);
    boolean more;
    synchronized (this) {
      more = queue != null;
      running = more;
    }
    if (more) {
      startThread();
    }
    return true;
  }

  private boolean exceeds(int share) {
    return queue != null
        && (queue.size() > limits.mailboxPackets() / share
            || bytes > limits.mailboxBytes() / share);
  }

  /** Orders of change can arrive out of order; each applies what is so now. */
  private void applyFullness() {
    boolean pause;
    synchronized (this) {
      pause = full;
    }
    if (pause) {
      session.pauseReading();
    } else {
      session.resumeReading();
    }
  }

  @Override
  public void run() {
    for (Mail mail = next(); mail != null; mail = next()) {
      handle(mail);
    }
  }

  private void handle(Mail mail) {
    try {
      mail.handle();
    } catch (Exception | LinkageError | AssertionError | StackOverflowError fault) {
      faults.accept("a handler failed", fault);
    }
  }

  private @Nullable Mail next() {
    Mail mail;
    boolean resume;
    int more;
    synchronized (this) {
      mail = queue == null ? null : queue.poll();
      if (mail == null) {
        running = false;
        queue = null;
        handling = 0;
      } else {
        handling = mail.bytes();
        bytes -= handling;
      }
      more = count();
      resume = full && !exceeds(2);
      full &= !resume;
    }
    keep(more);
    if (resume) {
      session.run(this::applyFullness);
    }
    return mail;
  }
}
