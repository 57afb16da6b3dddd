package homeroom.bench.chat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One signed-in device of one user. It acks every message at once, all of one read in one write.
 * Everything runs on the event loop of its school.
 */
final class ChatClient extends ChannelInboundHandlerAdapter implements TextFrames.Listener {

  /** Ids of acks below are those of slots. */
  private static final long FIRST_CALL = 1_000_000;

  private static final byte[] END_OF_HEAD = {'\r', '\n', '\r', '\n'};
  private static final int WRITE_BYTES = 512;

  private final School school;
  private final int index;
  private final Account account;
  private final Stamp stamp = new Stamp();
  private final Map<Long, CompletableFuture<String>> calls = new HashMap<>(2);
  private long nextCall = FIRST_CALL;
  private @Nullable Channel channel;
  private @Nullable ByteBuf rest;
  private @Nullable ByteBuf out;
  private boolean upgraded;
  private boolean signedIn;
  private boolean leaving;

  ChatClient(School school, int index, Account account) {
    this.school = school;
    this.index = index;
    this.account = account;
  }

  int index() {
    return index;
  }

  Account account() {
    return account;
  }

  /** Sends a message whose ack names the slot. */
  void say(int slot, String conversation, String text) {
    write(
        "42%d[\"message:send\",{\"conversationId\":\"%s\",\"clientId\":\"%s\",\"text\":\"%s\"}]"
            .formatted(slot, conversation, text.substring(0, 15), text));
    flush();
  }

  /**
   * Calls the server with the elements of an event, as JSON.
   *
   * @return the JSON array it answers with
   */
  CompletableFuture<String> call(String elements) {
    var answer = new CompletableFuture<String>();
    school.onLoop(() -> {
      calls.put(nextCall, answer);
      write("42" + nextCall++ + "[" + elements + "]");
      flush();
    });
    return answer;
  }

  void leave() {
    leaving = true;
    Channel open = channel;
    if (open != null) {
      var _ = open.close();
    }
  }

  // Out

  private ByteBuf out() {
    ByteBuf current = out;
    if (current == null) {
      Channel open = channel;
      if (open == null) {
        throw new IllegalStateException(account + " is not connected");
      }
      current = open.alloc().directBuffer(WRITE_BYTES);
      out = current;
    }
    return current;
  }

  private void write(String packet) {
    TextFrames.write(out(), packet);
  }

  private void flush() {
    ByteBuf current = out;
    Channel open = channel;
    if (current != null && open != null) {
      out = null;
      var _ = open.writeAndFlush(current, open.voidPromise());
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
  private static String request() {
    return """
    GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r
    Host: 127.0.0.1\r
    Upgrade: websocket\r
    Connection: Upgrade\r
    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
    Sec-WebSocket-Version: 13\r
    \r
    """;
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
      TextFrames.read(in, this);
    }
    if (in.isReadable()) {
      rest = context.alloc().buffer(in.readableBytes() + School.RECEIVE_BYTES).writeBytes(in);
    }
    in.release();
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
      school.fail(account + " was not let in: " + head.lines().findFirst().orElse(""));
    }
    in.readerIndex(at + END_OF_HEAD.length);
    return true;
  }

  @Override
  public void text(ByteBuf in, int at, int length) {
    switch (in.getByte(at)) {
      case '4' -> packet(in, at, length);
      case '2' -> write("3");
      case '0' -> write("40{\"token\":\"" + account.token() + "\"}");
      default -> school.fail(account + " was sent: " + string(in, at, length));
    }
  }

  /** A packet of Socket.IO, behind the digit of Engine.IO. */
  private void packet(ByteBuf in, int at, int length) {
    int digits = 0;
    while (isDigit(in.getByte(at + 2 + digits))) {
      digits++;
    }
    switch (in.getByte(at + 1)) {
      case '2' -> event(in, at, length, digits);
      case '3' -> answered(in, at, length, digits);
      case '0' -> {}
      default -> school.fail(account + " was sent: " + string(in, at, length));
    }
  }

  private static boolean isDigit(byte character) {
    return character >= '0' && character <= '9';
  }

  /** With an id it is a message; what has none is counted only. */
  private void event(ByteBuf in, int at, int length, int digits) {
    if (digits > 0) {
      TextFrames.writeAck(out(), in, at + 2, digits);
      int found = stamp.find(in, at, length);
      if (found >= 0) {
        school.delivered(this, Stamp.slot(in, found), Stamp.number(in, found));
      }
    } else if (!signedIn && string(in, at, length).startsWith("42[\"connected\",")) {
      signedIn = true;
      school.signedIn();
    }
  }

  private void answered(ByteBuf in, int at, int length, int digits) {
    long id = Stamp.number(in, at + 2, digits);
    if (id >= FIRST_CALL) {
      CompletableFuture<String> answer = calls.remove(id);
      if (answer != null) {
        answer.complete(string(in, at + 2 + digits, length - 2 - digits));
      }
      return;
    }
    if (in.getByte(at + 2 + digits + "[{\"ok\":".length()) != 't') {
      school.fail(account + " was refused a message: " + string(in, at, length));
    }
    school.acked((int) id);
  }

  private static String string(ByteBuf in, int at, int length) {
    return in.toString(at, length, StandardCharsets.UTF_8);
  }

  @Override
  public void unexpected(int firstByte) {
    if (!leaving) {
      school.fail(
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
      school.fail("the connection of " + account + " was closed by the server");
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable fault) {
    school.fail("the connection of " + account + " failed: " + fault);
    var _ = context.close();
  }
}
