// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import java.io.IOException;
import java.io.StringReader;

/** The same as {@link YieldingInput}, of a text. For one thread. */
public final class YieldingReader extends StringReader {

  private int sinceTurn;

  public YieldingReader(String text) {
    super(text);
  }

  @Override
  @SuppressWarnings("ThreadPriorityCheck") // what waits is as right, only later
  public int read(char[] into, int offset, int length) throws IOException {
    int read = super.read(into, offset, length);
    sinceTurn += read;
    if (sinceTurn >= YieldingOutput.BYTES_PER_TURN) {
      sinceTurn = 0;
      Thread.yield();
    }
    return read;
  }
}
