package homeroom.bench.chat;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** WebSocket frames (RFC 6455, 5.2), read from a server and written by a client. */
public final class TextFrames {

  private static final int TEXT = 0x81;
  private static final int MASKED = 0x80;
  private static final int SHORT = 126;
  private static final int LONG = 127;
  private static final int MASK = 0x5a17_c3e9;

  private TextFrames() {}

  /** What a frame was. */
  public interface Listener {

    /** A text, as a range of bytes that is valid during the call. */
    void text(ByteBuf in, int at, int length);

    /** A frame that nobody expects: binary, fragmented, or the close. */
    void unexpected(int firstByte);
  }

  /** Reads whole frames and leaves in {@code in} the beginning of one that is not whole. */
  public static void read(ByteBuf in, Listener listener) {
    while (in.readableBytes() >= 2) {
      int at = in.readerIndex();
      int header = header(in.getUnsignedByte(at + 1));
      if (in.readableBytes() < header) {
        return;
      }
      int length = length(in, at, header);
      if (in.readableBytes() < header + length) {
        return;
      }
      in.skipBytes(header + length);
      if (in.getUnsignedByte(at) == TEXT) {
        listener.text(in, at + header, length);
      } else {
        listener.unexpected(in.getUnsignedByte(at));
      }
    }
  }

  private static int header(int length) {
    return switch (length) {
      case SHORT -> 4;
      case LONG -> 10;
      default -> 2;
    };
  }

  private static int length(ByteBuf in, int at, int header) {
    return switch (header) {
      case 4 -> in.getUnsignedShort(at + 2);
      case 10 -> Math.toIntExact(in.getLong(at + 2));
      default -> in.getUnsignedByte(at + 1);
    };
  }

  /** Adds a masked text. */
  public static void write(ByteBuf out, String text) {
    byte[] payload = text.getBytes(StandardCharsets.UTF_8);
    writeHeader(out, payload.length);
    for (int i = 0; i < payload.length; i++) {
      out.writeByte(payload[i] ^ mask(i));
    }
  }

  /** Adds the ack {@code 43<id>[]}, with the digits of its id from a packet. */
  static void writeAck(ByteBuf out, ByteBuf packet, int digitsAt, int digits) {
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
