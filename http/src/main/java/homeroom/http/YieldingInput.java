// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import java.io.InputStream;

/**
 * Where a long body is read from; as {@link YieldingOutput}, it offers the processor to other
 * virtual threads after every so many bytes. For one thread.
 */
public final class YieldingInput extends InputStream {

  private final byte[] body;
  private int at;
  private int sinceTurn;

  public YieldingInput(byte[] body) {
    this.body = body;
  }

  @Override
  public int read() {
    return at == body.length ? -1 : body[at++] & 0xff;
  }

  @Override
  @SuppressWarnings("ThreadPriorityCheck") // what waits is as right, only later
  public int read(byte[] into, int offset, int length) {
    int read = Math.min(length, body.length - at);
    if (read == 0 && length > 0) {
      return -1;
    }
    System.arraycopy(body, at, into, offset, read);
    at += read;
    sinceTurn += read;
    if (sinceTurn >= YieldingOutput.BYTES_PER_TURN) {
      sinceTurn = 0;
      Thread.yield();
    }
    return read;
  }
}
