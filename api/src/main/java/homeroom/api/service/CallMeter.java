// SPDX-License-Identifier: Apache-2.0
package homeroom.api.service;

import homeroom.chat.time.Timer;

/** Measures how long calls take, and tells an observer. Runs on the thread of the call. */
public final class CallMeter {

  private final Timer timer;
  private final CallObserver observer;

  public CallMeter(Timer timer, CallObserver observer) {
    this.timer = timer;
    this.observer = observer;
  }

  /** The moment at which a call begins, for {@link #answered}. */
  public long begin() {
    return timer.nanoTime();
  }

  /**
   * A call was answered, see {@link CallObserver#answered}.
   *
   * @param began what {@link #begin} said
   * @return how long it took, in nanoseconds
   */
  public long answered(String transport, String call, int status, long began) {
    long nanos = timer.nanoTime() - began;
    observer.answered(transport, call, status, nanos);
    return nanos;
  }
}
