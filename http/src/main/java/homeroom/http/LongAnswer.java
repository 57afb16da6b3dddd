// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * An answer that may be long. Up to 256 KiB it is kept until it is whole, and is one as any other.
 * Of what is longer the client gets the beginning at once, and the rest in pieces as it takes them:
 * so much is on its way at most, and whoever writes here waits for the client. So nothing is made
 * for who does not read, and the bytes of a long answer are never in memory as a whole. It has no
 * {@code ETag} nor {@code Content-Length}; {@code Transfer-Encoding: chunked} shows that it was
 * whole (RFC 9112, section 7.1). HTTP/1.0 has nothing that shows it, so there all is kept.
 *
 * <p>For the one thread that handles the request.
 */
public final class LongAnswer extends OutputStream {

  /** How the thread that writes waits for the client: what it holds for others it may give back. */
  public interface Pause {

    /** Calls {@code waiting}, which returns once the client took some of it, or is gone. */
    void during(Runnable waiting);
  }

  /** The longest answer that is made at once, in bytes. */
  static final int WHOLE_BYTES = 262_144;

  static final int PIECE_BYTES = 65_536;

  /** Pieces on their way at once: together as long as an answer that is made at once. */
  private static final int PIECES = 4;

  private final ServerExchange exchange;
  private final HttpResponse head;
  private final HttpResponse longHead;
  private final Pause pause;
  private final Semaphore room = new Semaphore(PIECES);

  /** What was written so far; null once the client gets it. */
  private @Nullable ByteArrayOutputStream kept = new ByteArrayOutputStream(512);

  private @Nullable OutputStream sent;
  private long written;

  /** Nothing goes any more. */
  private boolean over;

  /** All of it has gone to the client. */
  private boolean ended;

  /**
   * @param longHead what the client gets as soon as it is long
   */
  LongAnswer(ServerExchange exchange, HttpResponse head, HttpResponse longHead, Pause pause) {
    this.exchange = exchange;
    this.head = head;
    this.longHead = longHead;
    this.pause = pause;
  }

  /** Bytes written, before they are compressed. */
  public long written() {
    return written;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  /**
   * Writes on.
   *
   * @throws IOException if the client has gone
   */
  @Override
  public void write(byte[] some, int offset, int length) throws IOException {
    written += length;
    if (kept != null) {
      kept.write(some, offset, length);
      if (kept.size() > WHOLE_BYTES && exchange.takesPieces()) {
        ByteArrayOutputStream beginning = kept;
        kept = null;
        sent = begin();
        beginning.writeTo(sent);
      }
    } else if (sent != null) {
      sent.write(some, offset, length);
    }
  }

  private OutputStream begin() throws IOException {
    onLoop(() -> exchange.begin(longHead, () -> room.release(PIECES)));
    var pieces = new Pieces();
    return longHead.headers().all("content-encoding").isEmpty()
        ? pieces
        : new GZIPOutputStream(pieces, PIECE_BYTES);
  }

  /**
   * Whoever handles the request answers with this once all of it is written, and no longer waits
   * for the client then; what is made of it matters only where it was not long.
   *
   * @throws IOException if the client has gone
   */
  public HttpResponse whole() throws IOException {
    byte[] body = {};
    if (kept != null) {
      body = kept.toByteArray();
    } else if (sent != null) {
      sent.close();
      ended = true;
    }
    return new HttpResponse(head.status(), head.headers(), body);
  }

  /** Whether the client gets it already. */
  boolean isBegun() {
    return kept == null;
  }

  /** The client gets the end of what was begun, or finds that it has none. */
  void finish() {
    try {
      letGo();
      onLoop(ended ? exchange::end : exchange::breakOff);
    } catch (IOException closed) {
      // and the connection with it
    }
  }

  /** Of what compresses, which is closed already if all is well. */
  private void letGo() throws IOException {
    over = true;
    if (sent != null) {
      sent.close();
    }
  }

  private void onLoop(Runnable task) throws IOException {
    try {
      exchange.channel().eventLoop().execute(task);
    } catch (RejectedExecutionException closed) {
      throw new IOException("the server has closed", closed);
    }
  }

  private void demandSomebodyWaits() throws IOException {
    if (exchange.requester().isGone()) {
      throw new IOException("the client has gone");
    }
  }

  /** Gathers pieces, and sends each when there is room. */
  private final class Pieces extends OutputStream {

    private byte[] piece = new byte[PIECE_BYTES];
    private int length;

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] some, int offset, int count) throws IOException {
      int from = offset;
      int left = over ? 0 : count;
      while (left > 0) {
        int fits = Math.min(left, PIECE_BYTES - length);
        System.arraycopy(some, from, piece, length, fits);
        length += fits;
        from += fits;
        left -= fits;
        if (length == PIECE_BYTES) {
          send();
        }
      }
    }

    private void send() throws IOException {
      demandSomebodyWaits();
      if (!room.tryAcquire()) {
        awaitRoom();
        demandSomebodyWaits();
      }
      byte[] full = piece;
      int bytes = length;
      piece = new byte[PIECE_BYTES];
      length = 0;
      onLoop(() -> exchange.piece(Unpooled.wrappedBuffer(full, 0, bytes), room::release));
    }

    /** For all pieces, not for one after the other: each wait gives back what is held. */
    private void awaitRoom() {
      boolean waited = false;
      try {
        pause.during(() -> room.acquireUninterruptibly(PIECES));
        room.release(PIECES - 1);
        waited = true;
      } finally {
        over |= !waited;
      }
    }

    @Override
    public void close() throws IOException {
      if (!over && length > 0) {
        send();
      }
    }
  }
}
