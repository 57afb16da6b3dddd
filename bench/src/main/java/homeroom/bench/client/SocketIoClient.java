// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.client;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A client of Socket.IO over one WebSocket: connects, answers pings, and hands on what it is sent.
 * What it has to write is gathered until the end of a read or a flush. Everything runs on the event
 * loop that it is connected by. What ends the connection is a failure, unless it was asked for.
 */
public final class SocketIoClient extends ChannelInboundHandlerAdapter
    implements TextFrames.Listener {

  private static final byte[] END_OF_HEAD = {'\r', '\n', '\r', '\n'};

  /** Bytes of a first write: more than a ping's answer or a few acks. */
  private static final int WRITE_BYTES = 512;

  /** Room for the rest of a frame, in bytes: about what is taken from a socket at once. */
  private static final int REST_BYTES = 8_192;

  private final String name;
  private final String query;
  private final String connect;
  private final Listener listener;
  private @Nullable Channel channel;
  private @Nullable ByteBuf rest;
  private @Nullable ByteBuf out;
  private boolean upgraded;
  private boolean connected;
  private boolean leaving;

  /** Who is told. */
  public interface Listener {

    /** A packet after the answer to the CONNECT, as a range of bytes valid during the call. */
    void packet(ByteBuf in, int at, int length);

    /** The load is none any more: the server refused, closed, or said what nobody expects. */
    void failed(String why);
  }

  /**
   * @param name who it is, for failures
   * @param query what the address has behind that of every Engine.IO client, such as {@code &a=b}
   * @param auth what the CONNECT carries, as JSON; may be empty
   */
  public SocketIoClient(String name, String query, String auth, Listener listener) {
    this.name = name;
    this.query = query;
    this.connect = "40" + auth;
    this.listener = listener;
  }

  // Out

  /** What is written to the connection at the next flush. */
  public ByteBuf out() {
    ByteBuf current = out;
    if (current == null) {
      Channel open = channel;
      if (open == null) {
        throw new IllegalStateException(name + " is not connected");
      }
      current = open.alloc().directBuffer(WRITE_BYTES);
      out = current;
    }
    return current;
  }

  /** Adds a packet. */
  public void write(String packet) {
    TextFrames.write(out(), packet);
  }

  /** Sends what was added. */
  public void flush() {
    ByteBuf current = out;
    Channel open = channel;
    if (current != null && open != null) {
      out = null;
      var _ = open.writeAndFlush(current, open.voidPromise());
    }
  }

  /** Says goodbye, and goes on listening to what was sent before it was heard. */
  public void disconnect() {
    leaving = true;
    write("41");
    flush();
  }

  /** Whether to read on: what does not is a device that is still there and hears nothing. */
  public void hear(boolean on) {
    Channel open = channel;
    if (open != null) {
      open.config().setAutoRead(on);
    }
  }

  /** Closes the connection. */
  public void close() {
    leaving = true;
    Channel open = channel;
    if (open != null) {
      var _ = open.close();
    }
  }

  // In

  @Override
  public void channelActive(ChannelHandlerContext context) {
    channel = context.channel();
    byte[] request = request().getBytes(StandardCharsets.US_ASCII);
    var _ = context.writeAndFlush(context.alloc().buffer().writeBytes(request));
  }

  /** With the key of RFC 6455, section 1.3: nobody checks the answer to it. */
  private String request() {
    return """
    GET /socket.io/?EIO=4&transport=websocket%s HTTP/1.1\r
    Host: 127.0.0.1\r
    Upgrade: websocket\r
    Connection: Upgrade\r
    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
    Sec-WebSocket-Version: 13\r
    \r
    """
        .formatted(query);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf in = (ByteBuf) message;
    if (rest != null) {
      in = rest.writeBytes(in);
      ((ByteBuf) message).release();
      rest = null;
    }
    try {
      if (!upgraded) {
        upgraded = skipHead(in);
      }
      if (upgraded) {
        TextFrames.read(in, this);
      }
      if (in.isReadable()) {
        rest = context.alloc().buffer(in.readableBytes() + REST_BYTES).writeBytes(in);
      }
    } finally {
      in.release();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    flush();
  }

  private boolean skipHead(ByteBuf in) {
    ByteBuf end = in.alloc().buffer(END_OF_HEAD.length).writeBytes(END_OF_HEAD);
    int at = ByteBufUtil.indexOf(end, in);
    end.release();
    if (at < 0) {
      return false;
    }
    String head = in.toString(in.readerIndex(), at - in.readerIndex(), StandardCharsets.US_ASCII);
    if (!head.startsWith("HTTP/1.1 101")) {
      fail(name + " was not let in: " + head.lines().findFirst().orElse(""));
    }
    in.readerIndex(at + END_OF_HEAD.length);
    return true;
  }

  /** A packet of Engine.IO. */
  @Override
  public void text(ByteBuf in, int at, int length) {
    switch (in.getByte(at)) {
      case '4' -> message(in, at, length);
      case '2' -> write("3");
      case '0' -> write(connect);
      default -> fail(name + " was sent: " + string(in, at, length));
    }
  }

  /** The first message of a server is the answer to the CONNECT. */
  private void message(ByteBuf in, int at, int length) {
    if (connected) {
      listener.packet(in, at, length);
      return;
    }
    connected = true;
    String answer = string(in, at, length);
    if (!answer.startsWith("40")) {
      fail(name + " was not connected: " + answer);
    }
  }

  /** Whether the packet begins so. */
  public static boolean startsWith(ByteBuf in, int at, int length, byte[] beginning) {
    if (length < beginning.length) {
      return false;
    }
    for (int i = 0; i < beginning.length; i++) {
      if (in.getByte(at + i) != beginning[i]) {
        return false;
      }
    }
    return true;
  }

  /** The text that a range of bytes is. */
  public static String string(ByteBuf in, int at, int length) {
    return in.toString(at, length, StandardCharsets.UTF_8);
  }

  @Override
  public void unexpected(int firstByte) {
    fail(name + " was sent a frame that begins with 0x" + Integer.toHexString(firstByte));
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (rest != null) {
      rest.release();
      rest = null;
    }
    if (out != null) {
      out.release();
      out = null;
    }
    fail("the connection of " + name + " was closed by the server");
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable fault) {
    fail("the connection of " + name + " failed: " + fault);
    var _ = context.close();
  }

  /** There is no connection. */
  void notConnected(Throwable why) {
    fail(name + " cannot connect: " + why);
  }

  private void fail(String why) {
    if (!leaving) {
      listener.failed(why);
    }
  }
}
