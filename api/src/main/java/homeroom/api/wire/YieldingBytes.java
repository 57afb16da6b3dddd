// SPDX-License-Identifier: Apache-2.0
package homeroom.api.wire;

import java.io.OutputStream;
import tools.jackson.core.util.ByteArrayBuilder;

/**
 * The bytes of an answer. Virtual threads are not taken off their processor while they compute, so
 * whoever makes a long answer offers it to the others after every so many bytes: else somebody with
 * a short call waits until all of it is made. For one thread.
 */
final class YieldingBytes extends OutputStream {

  /** About a tenth of a millisecond's work. */
  private static final int BYTES_PER_TURN = 32_768;

  private final ByteArrayBuilder bytes = new ByteArrayBuilder();
  private int sinceTurn;

  @Override
  public void write(int b) {
    bytes.write(b);
  }

  @Override
  @SuppressWarnings("ThreadPriorityCheck") // what waits is as right, only later
  public void write(byte[] some, int offset, int length) {
    bytes.write(some, offset, length);
    sinceTurn += length;
    if (sinceTurn >= BYTES_PER_TURN) {
      sinceTurn = 0;
      Thread.yield();
    }
  }

  byte[] toByteArray() {
    return bytes.toByteArray();
  }
}
