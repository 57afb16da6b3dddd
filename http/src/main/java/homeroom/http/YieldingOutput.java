// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Where what is long is written to. Virtual threads are not taken off their processor while they
 * compute, so whoever makes one offers it to the others after every so many bytes: else somebody
 * with a short call waits until all of it is made. For one thread.
 */
public final class YieldingOutput extends OutputStream {

  /** About a tenth of a millisecond's work. */
  static final int BYTES_PER_TURN = 32_768;

  private final OutputStream to;
  private int sinceTurn;

  /** Writes on to {@code to}, which is neither flushed nor closed. */
  public YieldingOutput(OutputStream to) {
    this.to = to;
  }

  @Override
  public void write(int b) throws IOException {
    to.write(b);
  }

  @Override
  @SuppressWarnings("ThreadPriorityCheck") // what waits is as right, only later
  public void write(byte[] some, int offset, int length) throws IOException {
    to.write(some, offset, length);
    sinceTurn += length;
    if (sinceTurn >= BYTES_PER_TURN) {
      sinceTurn = 0;
      Thread.yield();
    }
  }
}
