package homeroom.bench.load;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** Finds whole WebSocket frames of a server in what came from the network. */
final class FrameReader {

  private static final int TEXT = 0x81;
  private static final int CLOSE = 0x88;
  private static final int MAX_SHORT_HEADER = 4;

  private FrameReader() {}

  /** What a frame was. */
  interface Listener {

    /** A delivery of {@link Saying}. */
    void said(int slot, long stamp);

    /** Any other text: a packet of Engine.IO. */
    void text(String packet);

    /** A frame that nobody expects: binary, fragmented, larger than 64 KiB, or the close. */
    void unexpected(int firstByte);
  }

  /** Reads whole frames and leaves in {@code in} the beginning of one that is not whole. */
  static void read(ByteBuf in, Listener listener) {
    int at = in.readerIndex();
    int end = in.writerIndex();
    while (end - at >= Saying.DELIVERY_BYTES && isDelivery(in, at)) {
      listener.said(Saying.slot(in.getByte(at + Saying.SLOT_AT)), in.getLong(at + Saying.STAMP_AT));
      at += Saying.DELIVERY_BYTES;
    }
    in.readerIndex(at);
    if (at < end) {
      readSlowly(in, listener);
    }
  }

  private static boolean isDelivery(ByteBuf in, int at) {
    return in.getInt(at) == Saying.DELIVERY_HEAD && in.getLong(at + 4) == Saying.DELIVERY_NAME;
  }

  private static void readSlowly(ByteBuf in, Listener listener) {
    if (in.readableBytes() >= Saying.DELIVERY_BYTES && isDelivery(in, in.readerIndex())) {
      read(in, listener);
    } else if (readOther(in, listener)) {
      read(in, listener);
    }
  }

  /** Reads one frame of any kind; false if it is not whole. */
  private static boolean readOther(ByteBuf in, Listener listener) {
    int at = in.readerIndex();
    int available = in.readableBytes();
    if (available < 2) {
      return false;
    }
    int first = in.getUnsignedByte(at);
    int length = in.getUnsignedByte(at + 1);
    int header = 2;
    if (length == 126) {
      if (available < MAX_SHORT_HEADER) {
        return false;
      }
      length = in.getUnsignedShort(at + 2);
      header = MAX_SHORT_HEADER;
    }
    if (first != TEXT || length == 127) {
      in.skipBytes(first == CLOSE ? available : 2);
      listener.unexpected(first);
      return false;
    }
    if (available < header + length) {
      return false;
    }
    in.skipBytes(header);
    listener.text(in.readString(length, StandardCharsets.UTF_8));
    return true;
  }
}
