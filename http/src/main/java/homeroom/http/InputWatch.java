// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import io.netty.channel.EventLoop;

/**
 * The time limit for what a client owes us now. Naming what is owed already leaves its limit as it
 * is, so that a trickle of bytes gains no time. Runs on the connection's event loop.
 */
final class InputWatch {

  /** What a client can owe. */
  enum Owed {
    NOTHING,
    /** Another request, or the end of the connection. */
    REQUEST,
    /** The rest of a request line and header. */
    HEAD,
    /** The rest of a body. */
    BODY
  }

  private final HttpLimits limits;
  private final ConnectionDeadline deadline;
  private Owed owed = Owed.NOTHING;

  InputWatch(HttpLimits limits, EventLoop loop, TimeSource time, Runnable onPassed) {
    this.limits = limits;
    this.deadline = new ConnectionDeadline(loop, time, onPassed);
  }

  Owed owed() {
    return owed;
  }

  void expect(Owed now) {
    if (now == owed) {
      return;
    }
    owed = now;
    switch (now) {
      case NOTHING -> deadline.clear();
      case REQUEST -> deadline.set(limits.idleTimeout());
      case HEAD -> deadline.set(limits.headTimeout());
      case BODY -> deadline.set(limits.bodyTimeout());
    }
  }

  /** Ends the watch and leaves no timer behind. */
  void cancel() {
    deadline.cancel();
  }
}
