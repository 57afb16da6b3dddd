package homeroom.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One WebSocket in one room. Everything runs on the generator's event loop. */
final class Client extends ChannelInboundHandlerAdapter implements FrameReader.Listener {

  private static final byte[] END_OF_HEAD = {'\r', '\n', '\r', '\n'};
  private static final byte[] CONNECT = {'4', '0'};
  private static final byte[] PONG = {'3'};

  private final Room room;
  private @Nullable Channel channel;
  private @Nullable ByteBuf rest;
  private boolean upgraded;
  private boolean leaving;

  /** The stamp of the last message seen in each slot; made with the first. */
  private long @Nullable [] seen;

  Client(Room room) {
    this.room = room;
  }

  /** Notes the message; false if it was seen before. */
  boolean seesFirst(int slot, long stamp) {
    if (seen == null) {
      seen = new long[Saying.SLOTS];
    }
    boolean first = seen[slot] != stamp;
    seen[slot] = stamp;
    return first;
  }

  void say(int slot, long stamp) {
    Channel open = channel;
    if (open != null) {
      var _ = open.writeAndFlush(Saying.frame(open.alloc(), slot, stamp), open.voidPromise());
    }
  }

  void leave() {
    leaving = true;
    Channel open = channel;
    if (open != null) {
      var _ = open.close();
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    channel = context.channel();
    byte[] request = request().getBytes(StandardCharsets.US_ASCII);
    var _ = context.writeAndFlush(context.alloc().buffer().writeBytes(request));
  }

  /** With the key of RFC 6455, section 1.3: nobody checks the answer to it. */
  private String request() {
    return """
    GET /socket.io/?EIO=4&transport=websocket&room=%s HTTP/1.1\r
    Host: 127.0.0.1\r
    Upgrade: websocket\r
    Connection: Upgrade\r
    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
    Sec-WebSocket-Version: 13\r
    \r
    """
        .formatted(room.name());
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf in = (ByteBuf) message;
    if (rest != null) {
      in = rest.writeBytes(in);
      ((ByteBuf) message).release();
      rest = null;
    }
    if (!upgraded) {
      upgraded = skipHead(in);
    }
    if (upgraded) {
      FrameReader.read(in, this);
    }
    if (in.isReadable()) {
      rest = context.alloc().buffer(in.readableBytes() + Saying.DELIVERY_BYTES).writeBytes(in);
    }
    in.release();
  }

  private boolean skipHead(ByteBuf in) {
    ByteBuf end = in.alloc().buffer(END_OF_HEAD.length).writeBytes(END_OF_HEAD);
    int length = ByteBufUtil.indexOf(end, in);
    end.release();
    if (length < 0) {
      return false;
    }
    String head = in.toString(in.readerIndex(), length, StandardCharsets.US_ASCII);
    if (!head.startsWith("HTTP/1.1 101")) {
      room.fail("the upgrade was answered with: " + head.lines().findFirst().orElse(""));
    }
    in.skipBytes(length - in.readerIndex() + END_OF_HEAD.length);
    return true;
  }

  @Override
  public void said(int slot, long stamp) {
    room.delivered(this, slot, stamp);
  }

  @Override
  public void text(String packet) {
    if (packet.equals("2")) {
      send(PONG);
    } else if (packet.startsWith("0")) {
      send(CONNECT);
    } else if (packet.equals("42[\"ready\"]")) {
      room.joined();
    } else if (!packet.startsWith("40")) {
      room.fail("a client was sent: " + packet);
    }
  }

  private void send(byte[] packet) {
    Channel open = channel;
    if (open != null) {
      var _ = open.writeAndFlush(Saying.masked(open.alloc(), packet), open.voidPromise());
    }
  }

  @Override
  public void unexpected(int firstByte) {
    room.fail("a client was sent a frame that begins with 0x" + Integer.toHexString(firstByte));
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (rest != null) {
      rest.release();
      rest = null;
    }
    if (!leaving) {
      room.fail("a client's connection was closed by the server");
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable fault) {
    room.fail("a client's connection failed: " + fault);
    var _ = context.close();
  }
}
