// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio.engine;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * The frames that a socket gets in one turn of its event loop, in order, as the last frame and the
 * run before it. Sockets that get the same frames share the same run, so that a turn of broadcasts
 * costs each of them one buffer and one write, however many frames it has; the bytes are put
 * together once per run. Runs on its event loop, for one turn.
 */
final class FrameRun {

  private final @Nullable FrameRun before;
  private final @Nullable EngineFrame last;
  private final int bytes;
  private @Nullable FrameRun longer;
  private @Nullable ByteBuf encoded;

  private FrameRun(@Nullable FrameRun before, @Nullable EngineFrame last, int bytes) {
    this.before = before;
    this.last = last;
    this.bytes = bytes;
  }

  /** Where every run of a turn begins. */
  static FrameRun empty() {
    return new FrameRun(null, null, 0);
  }

  int bytes() {
    return bytes;
  }

  /** This run and one frame more; the same for all who ask for it one after the other. */
  FrameRun with(EngineFrame frame) {
    FrameRun known = longer;
    if (known == null || !known.endsWith(frame)) {
      known = new FrameRun(this, frame, bytes + frame.size());
      longer = known;
    }
    return known;
  }

  @SuppressWarnings("ReferenceEquality") // the very same frame, not an equal one
  private boolean endsWith(EngineFrame frame) {
    return last == frame;
  }

  boolean isEncoded() {
    return encoded != null;
  }

  /** The bytes of the run, outside the heap; belong to the run until {@link #release}. */
  ByteBuf encoded(ByteBufAllocator allocator) {
    ByteBuf done = encoded;
    if (done == null) {
      done = allocator.directBuffer(bytes, bytes);
      encoded = done;
      done.writerIndex(bytes);
      for (FrameRun run = this; run.before != null && run.last != null; run = run.before) {
        done.setBytes(run.before.bytes, run.last.webSocketBytes());
      }
    }
    return done;
  }

  void release() {
    if (encoded != null) {
      encoded.release();
      encoded = null;
    }
  }
}
