// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio.engine;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Netty's decoder of frames, which says what it keeps, and can keep nothing more. Short texts that
 * came whole, as acks and pongs do, go past it: what it needs for a frame of any kind, in any
 * number of pieces, costs more than all that is done with an ack. Runs on the channel's event loop.
 */
final class WebSocketFrames extends WebSocket13FrameDecoder {

  /** FIN and the opcode of a text (RFC 6455, 5.2). */
  private static final byte WHOLE_TEXT = (byte) 0x81;

  /** The bit that says that a payload is masked. */
  private static final int MASKED = 0x80;

  /** Payloads of so many bytes have their length in the second byte. */
  private static final int SHORT_BYTES = 125;

  /** Two bytes and the mask. */
  private static final int HEADER_BYTES = 6;

  /** Takes the payload of a whole text. */
  @FunctionalInterface
  interface ShortTexts {
    void text(byte[] utf8);
  }

  private final int shortBytes;
  private @Nullable ShortTexts shortTexts;

  /** Whether the next byte is the first of a frame that may begin a message. */
  private boolean betweenMessages = true;

  /** Whether a fragment came, and its message is not over. */
  private boolean withinMessage;

  private boolean discarding;

  WebSocketFrames(WebSocketDecoderConfig config) {
    super(config);
    shortBytes = Math.min(SHORT_BYTES, config.maxFramePayloadLength());
  }

  /** Who takes short texts from now on; all other frames go through the pipeline. */
  void shortTextsTo(ShortTexts taker) {
    shortTexts = taker;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
    boolean taken = true;
    try {
      if (!discarding && message instanceof ByteBuf bytes && shortTexts != null) {
        takeShortTexts(bytes, shortTexts);
        taken = discarding || !bytes.isReadable();
      } else {
        taken = discarding;
      }
    } finally {
      if (taken) {
        ReferenceCountUtil.release(message);
      }
    }
    if (!taken) {
      super.channelRead(context, message);
    }
  }

  /**
   * Whoever is not to be read is not read for the rest of a frame either, which {@link
   * io.netty.handler.codec.ByteToMessageDecoder} would ask for after short texts.
   */
  @Override
  public void channelReadComplete(ChannelHandlerContext context) throws Exception {
    if (context.channel().config().isAutoRead()) {
      super.channelReadComplete(context);
    } else {
      discardSomeReadBytes();
      context.fireChannelReadComplete();
    }
  }

  private void takeShortTexts(ByteBuf bytes, ShortTexts taker) {
    while (betweenMessages && !discarding) {
      byte[] text = shortText(bytes);
      if (text == null) {
        return;
      }
      taker.text(text);
    }
  }

  /** The payload if a whole short text is next, which is then read; else null. */
  private byte @Nullable [] shortText(ByteBuf bytes) {
    int readable = bytes.readableBytes();
    int at = bytes.readerIndex();
    if (readable < HEADER_BYTES || bytes.getByte(at) != WHOLE_TEXT) {
      return null;
    }
    int length = bytes.getUnsignedByte(at + 1) - MASKED;
    if (length < 0 || length > shortBytes || readable < HEADER_BYTES + length) {
      return null;
    }
    int mask = bytes.getInt(at + 2);
    byte[] text = new byte[length];
    bytes.skipBytes(HEADER_BYTES).readBytes(text);
    for (int i = 0; i < length; i++) {
      text[i] ^= (byte) (mask >>> (Integer.SIZE - Byte.SIZE * (1 + i % Integer.BYTES)));
    }
    return text;
  }

  /** Makes a frame of the next bytes, or keeps what they are of one, or throws. */
  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out)
      throws Exception {
    int frames = out.size();
    boolean before = betweenMessages && !in.isReadable();
    betweenMessages = false;
    super.decode(context, in, out);
    betweenMessages = out.size() > frames ? endsMessage(out.getLast()) : before;
  }

  /** Control frames may come within a message, and after a close frame nothing counts. */
  private boolean endsMessage(Object frame) {
    return switch (frame) {
      case PingWebSocketFrame ping -> !withinMessage;
      case PongWebSocketFrame pong -> !withinMessage;
      case CloseWebSocketFrame close -> false;
      case WebSocketFrame data -> {
        withinMessage = !data.isFinalFragment();
        yield !withinMessage;
      }
      default -> false;
    };
  }

  /** What is kept of a frame that is not complete, in bytes of memory. */
  int unfinishedBytes() {
    return actualReadableBytes() == 0 ? 0 : internalBuffer().capacity();
  }

  /** Whatever comes from now on is thrown away. */
  void discard() {
    discarding = true;
  }
}
