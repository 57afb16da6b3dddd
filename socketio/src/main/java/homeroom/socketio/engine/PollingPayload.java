// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio.engine;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Packets in an HTTP body, separated by U+001E; binary ones as {@code b} and base64 (section
 * "Packet encoding", "HTTP long-polling").
 */
final class PollingPayload {

  static final char SEPARATOR = '\u001e';

  private PollingPayload() {}

  static ByteBuf encode(List<EngineFrame> frames) {
    ByteBuf body = Unpooled.buffer(256);
    for (EngineFrame frame : frames) {
      if (frame.hasText()) {
        separate(body);
        body.writeBytes(
            frame.webSocketBytes(), frame.textStart(), frame.textEnd() - frame.textStart());
      }
      for (byte[] binary : frame.binaries()) {
        separate(body);
        body.writeByte('b').writeBytes(Base64.getEncoder().encode(binary));
      }
    }
    return body;
  }

  private static void separate(ByteBuf body) {
    if (body.isReadable()) {
      body.writeByte(SEPARATOR);
    }
  }

  /** The packets of a body, one after the other; an empty body is one empty packet. */
  static final class Reader {

    private final String body;
    private int at;

    Reader(String body) {
      this.body = body;
    }

    /** Characters taken so far. */
    int taken() {
      return at;
    }

    boolean hasNext() {
      return at <= body.length();
    }

    String next() {
      int end = body.indexOf(SEPARATOR, at);
      end = end < 0 ? body.length() : end;
      String packet = body.substring(at, end);
      at = end + 1;
      return packet;
    }
  }

  /**
   * The bytes of a base64 packet without its {@code b}, or null if it is none. The official Java
   * client breaks lines as in MIME.
   */
  static byte @Nullable [] binary(String packet) {
    boolean hasLines = packet.indexOf('\n') >= 0;
    Base64.Decoder decoder = hasLines ? Base64.getMimeDecoder() : Base64.getDecoder();
    try {
      return decoder.decode(packet.substring(1));
    } catch (IllegalArgumentException notBase64) {
      return null;
    }
  }
}
