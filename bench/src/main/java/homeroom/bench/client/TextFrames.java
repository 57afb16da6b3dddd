// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.client;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** WebSocket frames (RFC 6455, 5.2), read from a server and written by a client. */
public final class TextFrames {

  private static final int TEXT = 0x81;
  private static final int MASKED = 0x80;
  private static final int SHORT = 126;
  private static final int SHORT_HEADER = 4;
  private static final int LONG_HEADER = 10;
  private static final int MASK = 0x5a17_c3e9;

  private TextFrames() {}

  /** What a frame was. */
  interface Listener {

    /** A text, as a range of bytes that is valid during the call. */
    void text(ByteBuf in, int at, int length);

    /** A frame that nobody expects: binary, fragmented, or the close. */
    void unexpected(int firstByte);
  }

  /**
   * Reads whole frames and leaves in {@code in} the beginning of one that is not whole. One word
   * tells all of a frame below 64 KiB, since most of them are what a load counts.
   */
  static void read(ByteBuf in, Listener listener) {
    int at = in.readerIndex();
    int end = in.writerIndex();
    while (end - at >= 2) {
      int head = end - at < Integer.BYTES ? in.getUnsignedShort(at) << Short.SIZE : in.getInt(at);
      int length = (head >>> Short.SIZE) & 0x7f;
      int header = 2;
      if (length == SHORT) {
        header = SHORT_HEADER;
        length = head & 0xffff;
      } else if (length > SHORT) {
        header = LONG_HEADER;
        length = end - at < LONG_HEADER ? 0 : Math.toIntExact(in.getLong(at + 2));
      }
      if (end - at - header < length) {
        break;
      }
      int payload = at + header;
      at = payload + length;
      if (head >>> 24 == TEXT) {
        listener.text(in, payload, length);
      } else {
        listener.unexpected(head >>> 24);
      }
    }
    in.readerIndex(at);
  }

  /** Adds a masked text. */
  public static void write(ByteBuf out, String text) {
    write(out, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Adds a masked text, given in UTF-8 and below 64 KiB. */
  public static void write(ByteBuf out, byte[] payload) {
    writeHeader(out, payload.length);
    for (int i = 0; i < payload.length; i++) {
      out.writeByte(payload[i] ^ mask(i));
    }
  }

  /** Adds the ack {@code 43<id>[]}, with the digits of its id from a packet. */
  public static void writeAck(ByteBuf out, ByteBuf packet, int digitsAt, int digits) {
    writeHeader(out, digits + 4);
    out.writeByte('4' ^ mask(0)).writeByte('3' ^ mask(1));
    for (int i = 0; i < digits; i++) {
      out.writeByte(packet.getByte(digitsAt + i) ^ mask(2 + i));
    }
    out.writeByte('[' ^ mask(2 + digits)).writeByte(']' ^ mask(3 + digits));
  }

  private static void writeHeader(ByteBuf out, int length) {
    out.writeByte(TEXT);
    if (length < SHORT) {
      out.writeByte(MASKED | length);
    } else {
      out.writeByte(MASKED | SHORT).writeShort(length);
    }
    out.writeInt(MASK);
  }

  private static int mask(int index) {
    return MASK >>> ((3 - (index & 3)) * Byte.SIZE);
  }
}
