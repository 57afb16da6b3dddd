package homeroom.bench.bell;

import homeroom.bench.chat.Account;
import homeroom.bench.chat.TextFrames;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One device of one user, which only listens. Everything runs on the event loop of its school. */
final class BellClient extends ChannelInboundHandlerAdapter implements TextFrames.Listener {

  private static final String USER_ID = "\"userId\":\"";
  private static final String CONNECTED = "42[\"connected\",";
  private static final String ONLINE = "42[\"user:online\",";
  private static final String OFFLINE = "42[\"user:offline\",";
  private static final String END_OF_HEAD = "\r\n\r\n";

  private static final String REQUEST =
      """
      GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r
      Host: 127.0.0.1\r
      Upgrade: websocket\r
      Connection: Upgrade\r
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
      Sec-WebSocket-Version: 13\r
      \r
      """;

  private final Morning morning;
  private final int index;
  private final Account account;
  private @Nullable Channel channel;
  private @Nullable ByteBuf rest;
  private boolean upgraded;
  private boolean leaving;

  BellClient(Morning morning, int index, Account account) {
    this.morning = morning;
    this.index = index;
    this.account = account;
  }

  /** Says goodbye, and goes on listening to what was sent before it was heard. */
  void goodbye() {
    leaving = true;
    write("41");
  }

  void close() {
    leaving = true;
    Channel open = channel;
    if (open != null) {
      var _ = open.close();
    }
  }

  private void write(String packet) {
    Channel open = channel;
    if (open != null) {
      ByteBuf out = open.alloc().directBuffer(packet.length() + 16);
      TextFrames.write(out, packet);
      var _ = open.writeAndFlush(out, open.voidPromise());
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    channel = context.channel();
    byte[] request = REQUEST.getBytes(StandardCharsets.US_ASCII);
    var _ = context.writeAndFlush(context.alloc().buffer().writeBytes(request));
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
      skipHead(in);
    }
    if (upgraded) {
      TextFrames.read(in, this);
    }
    if (in.isReadable()) {
      rest = context.alloc().buffer(in.readableBytes() + Morning.RECEIVE_BYTES).writeBytes(in);
    }
    in.release();
  }

  private void skipHead(ByteBuf in) {
    String head = in.toString(StandardCharsets.US_ASCII);
    int end = head.indexOf(END_OF_HEAD);
    if (end >= 0) {
      if (!head.startsWith("HTTP/1.1 101")) {
        morning.fail(account + " was not let in: " + head.lines().findFirst().orElse(""));
      }
      in.skipBytes(end + END_OF_HEAD.length());
      upgraded = true;
    }
  }

  @Override
  public void text(ByteBuf in, int at, int length) {
    switch (in.getByte(at)) {
      case '4' -> packet(in.toString(at, length, StandardCharsets.UTF_8));
      case '2' -> write("3");
      case '0' -> write("40{\"token\":\"" + account.token() + "\"}");
      default -> morning.fail(account + " was sent an unknown packet");
    }
  }

  private void packet(String packet) {
    if (packet.startsWith(ONLINE)) {
      morning.online(index, user(packet, ONLINE.length()));
    } else if (packet.startsWith(OFFLINE)) {
      morning.offline(index, user(packet, OFFLINE.length()));
    } else if (packet.startsWith(CONNECTED)) {
      connected(packet);
    } else if (packet.charAt(1) != '0') {
      morning.fail(account + " was sent " + packet);
    }
  }

  /** The first id is the user's own; the others are of those online. */
  private void connected(String packet) {
    int at = packet.indexOf("\"online\":");
    int next = packet.indexOf(USER_ID, at);
    while (next >= 0) {
      morning.snapshot(index, user(packet, next));
      next = packet.indexOf(USER_ID, next + USER_ID.length());
    }
    morning.connected(index);
  }

  private int user(String packet, int from) {
    int at = packet.indexOf(USER_ID, from) + USER_ID.length();
    int user = morning.rules().index(packet.substring(at, packet.indexOf('"', at)));
    if (user < 0) {
      morning.fail(account + " was told of somebody of another school: " + packet);
    }
    return Math.max(user, 0);
  }

  @Override
  public void unexpected(int firstByte) {
    if (!leaving) {
      morning.fail(
          account + " was sent a frame that begins with 0x" + Integer.toHexString(firstByte));
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (rest != null) {
      rest.release();
      rest = null;
    }
    if (!leaving) {
      morning.fail("the connection of " + account + " was closed by the server");
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable fault) {
    if (!leaving) {
      morning.fail("the connection of " + account + " failed: " + fault);
    }
    var _ = context.close();
  }
}
