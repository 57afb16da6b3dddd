// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio.engine;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A WebSocket below a session, or below the probe of an upgrade. Messages in, whole encoded frames
 * out: past Netty's encoder, since the bytes are ready. Runs on its channel's event loop.
 */
final class WebSocketTransport extends ChannelInboundHandlerAdapter implements Transport {

  private static final Logger LOG = LoggerFactory.getLogger(WebSocketTransport.class);

  /** How long a client may take to read the last of what it was sent, and to close. */
  private static final int CLOSE_SECONDS = 2;

  private final Channel channel;
  private final EngineLoop loop;
  private final EngineLimits limits;

  /** Bytes go to the transport past the pipeline: nothing there changes them, except for TLS. */
  private final boolean direct;

  private final WebSocketFrames frames;
  private final SessionMemory memory;

  private WebSocketListener listener;
  private @Nullable FrameRun unwritten;
  private @Nullable ByteBuf fragments;
  private boolean fragmentsAreText;

  /** What is counted of the message of which a part came. */
  private int unfinishedCounted;

  /** Bytes of frames for this client alone since all was written. */
  private long ownBytes;

  private int ownCounted;
  private boolean looking;
  private boolean closing;
  private boolean toldClosed;

  WebSocketTransport(
      Channel channel,
      EngineLoop loop,
      EngineLimits limits,
      WebSocketFrames frames,
      SessionMemory memory,
      WebSocketListener listener) {
    this.channel = channel;
    this.loop = loop;
    this.limits = limits;
    this.frames = frames;
    this.memory = memory;
    this.listener = listener;
    this.direct = channel.pipeline().get(SslHandler.class) == null;
  }

  EngineLoop loop() {
    return loop;
  }

  /** Hands everything that comes from now on to {@code next}. */
  void handTo(WebSocketListener next) {
    listener = next;
  }

  @Override
  public void pauseReading(boolean pause) {
    channel.config().setAutoRead(!pause);
  }

  @Override
  public TransportName name() {
    return TransportName.WEBSOCKET;
  }

  @Override
  public EventLoop eventLoop() {
    return loop.eventLoop;
  }

  // Out

  @Override
  public boolean send(
      EngineSession session, Receiver receiver, EngineFrame frame, boolean isVolatile) {
    loop.executeNowOrLater(() -> writeFor(session, receiver, frame, isVolatile));
    return true;
  }

  private void writeFor(
      EngineSession session, Receiver receiver, EngineFrame frame, boolean isVolatile) {
    if (session.isOpen() && !(isVolatile && isBehind()) && receiver.queueing(frame)) {
      write(frame);
      ownBytes += frame.size();
    }
  }

  @Override
  public void ping(SessionListener session) {
    session.pinging();
    write(PING);
  }

  /** Whether the client is so far behind that volatile messages are dropped. */
  boolean isBehind() {
    return pendingBytes() > limits.volatileBytes();
  }

  private long pendingBytes() {
    var buffer = channel.unsafe().outboundBuffer();
    return buffer == null ? 0 : buffer.totalPendingWriteBytes();
  }

  /** Adds a frame to what leaves at the end of this loop turn. */
  void write(EngineFrame frame) {
    if (closing || !hasRoom()) {
      return;
    }
    FrameRun run = unwritten;
    if (run == null) {
      run = loop.start();
      loop.flushLater(this);
    }
    unwritten = run.with(frame);
  }

  private boolean hasRoom() {
    boolean full = unwritten != null && unwritten.bytes() > limits.outboxBytes();
    if (channel.isWritable() && !full) {
      return true;
    }
    flush();
    if (channel.isWritable()) {
      return true;
    }
    tellClosed(CloseReason.TOO_SLOW);
    abort();
    return false;
  }

  void flush() {
    FrameRun run = unwritten;
    if (run != null) {
      unwritten = null;
      send(loop.encoded(run, channel));
    } else if (!channel.isWritable()) {
      channel.flush();
    }
    if (ownBytes > 0) {
      countOutbox();
    }
  }

  /**
   * Counts what this client alone does not read. Frames for many are not counted: their bytes are
   * shared.
   */
  private void countOutbox() {
    long pending = pendingBytes();
    if (pending == 0) {
      ownBytes = 0;
    }
    ownCounted = memory.settle(ownCounted, Math.min(ownBytes, pending));
    if (ownCounted > 0 && !looking) {
      looking = true;
      loop.lookSoon(this);
    }
  }

  void lookAtOutbox() {
    looking = false;
    if (channel.isActive()) {
      countOutbox();
    }
  }

  /** A walk through the pipeline for each of a thousand sockets costs a quarter of all this. */
  private void send(ByteBuf bytes) {
    if (direct) {
      channel.unsafe().write(bytes, channel.voidPromise());
      channel.unsafe().flush();
    } else {
      var _ = channel.writeAndFlush(bytes, channel.voidPromise());
    }
  }

  @Override
  public boolean end(CloseReason reason) {
    switch (reason) {
      case TOO_SLOW, OVERLOAD -> abort();
      case SERVER_CLOSE, SERVER_DRAIN -> closeForReconnect();
      case PARSE_ERROR -> close(WebSocketCloseStatus.PROTOCOL_ERROR);
      case TRANSPORT_CLOSE, TRANSPORT_ERROR, PING_TIMEOUT ->
          close(WebSocketCloseStatus.NORMAL_CLOSURE);
    }
    return false;
  }

  /** Says goodbye with a close frame, after what was written before. */
  void close(WebSocketCloseStatus status) {
    ByteBuf frame = channel.alloc().directBuffer(4).writeByte(0x88).writeByte(2);
    closeAfter(frame.writeShort(status.code()));
  }

  /**
   * Closes the connection after what was written before, without a close frame: the official Java
   * client does not hear close frames and would come back only after its ping timeout.
   */
  private void closeForReconnect() {
    closeAfter(Unpooled.EMPTY_BUFFER);
  }

  /**
   * Ends the output and waits for the client to end its own: a connection closed while the client
   * still sends is reset, and a reset can overtake what was sent before.
   */
  private void closeAfter(ByteBuf last) {
    if (closing) {
      last.release();
      return;
    }
    flush();
    closing = true;
    letGo();
    channel.config().setAutoRead(true); // to see the client go
    var force = loop.schedule(this::abort, CLOSE_SECONDS, TimeUnit.SECONDS);
    channel.closeFuture().addListener(closed -> force.cancel(false));
    channel.writeAndFlush(last).addListener(written -> endOutput());
  }

  private void endOutput() {
    if (channel instanceof DuplexChannel duplex && direct) {
      var _ = duplex.shutdownOutput();
    } else {
      abort();
    }
  }

  /** Closes at once, dropping what is still to be written. */
  void abort() {
    closing = true;
    letGo();
    unwritten = null;
    var _ = channel.close();
  }

  /** Throws away the message of which a part came, and whatever comes. */
  private void letGo() {
    frames.discard();
    if (fragments != null) {
      fragments.release();
      fragments = null;
    }
    unfinishedCounted = memory.settle(unfinishedCounted, 0);
  }

  // In

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (!closing) {
      long kept = fragments == null ? 0 : fragments.capacity();
      kept += frames.unfinishedBytes();
      unfinishedCounted = memory.settle(unfinishedCounted, kept);
    }
    context.fireChannelReadComplete();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    try {
      if (!closing && message instanceof WebSocketFrame frame) {
        read(frame);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void read(WebSocketFrame frame) {
    switch (frame) {
      case TextWebSocketFrame text -> first(text, true);
      case BinaryWebSocketFrame binary -> first(binary, false);
      case ContinuationWebSocketFrame more -> next(more);
      case PingWebSocketFrame ping -> pong(ping.content());
      case CloseWebSocketFrame close -> goodbye();
      default -> {} // a pong that nobody asked for
    }
  }

  private void first(WebSocketFrame frame, boolean isText) {
    if (frame.isFinalFragment()) {
      deliver(frame.content(), isText);
    } else {
      fragmentsAreText = isText;
      fragments = channel.alloc().buffer(frame.content().readableBytes());
      fragments.writeBytes(frame.content());
    }
  }

  private void next(ContinuationWebSocketFrame frame) {
    ByteBuf whole = fragments;
    if (whole == null) {
      violated(WebSocketCloseStatus.PROTOCOL_ERROR);
      return;
    }
    if (whole.readableBytes() + frame.content().readableBytes() > limits.maxPayloadBytes()) {
      violated(WebSocketCloseStatus.MESSAGE_TOO_BIG);
      return;
    }
    whole.writeBytes(frame.content());
    if (frame.isFinalFragment()) {
      fragments = null;
      try {
        deliver(whole, fragmentsAreText);
      } finally {
        whole.release();
      }
    }
  }

  /** A short text that is a whole message, from {@link WebSocketFrames}. */
  void shortText(byte[] utf8) {
    if (!closing) {
      deliverText(utf8);
    }
  }

  private void deliver(ByteBuf payload, boolean isText) {
    // From here on whoever takes it counts it; what is left is counted after the read.
    unfinishedCounted = memory.settle(unfinishedCounted, 0);
    byte[] bytes = ByteBufUtil.getBytes(payload);
    if (isText) {
      deliverText(bytes);
    } else {
      listener.binary(bytes);
    }
  }

  private void deliverText(byte[] utf8) {
    String text = Utf8.decode(utf8);
    if (text == null) {
      violated(WebSocketCloseStatus.INVALID_PAYLOAD_DATA);
    } else {
      listener.text(text);
    }
  }

  private void pong(ByteBuf payload) {
    write(EngineFrame.pong(ByteBufUtil.getBytes(payload)));
  }

  private void goodbye() {
    tellClosed(CloseReason.TRANSPORT_CLOSE);
    close(WebSocketCloseStatus.NORMAL_CLOSURE);
  }

  private void violated(WebSocketCloseStatus status) {
    tellClosed(CloseReason.PARSE_ERROR);
    close(status);
  }

  /** Once, and later, since a write that fails may have been made under a lock. */
  private void tellClosed(CloseReason reason) {
    if (!toldClosed) {
      toldClosed = true;
      loop.execute(() -> listener.socketClosed(reason));
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    closing = true;
    tellClosed(CloseReason.TRANSPORT_CLOSE);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    letGo();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable fault) {
    Throwable cause = fault.getCause() == null ? fault : fault.getCause();
    switch (cause) {
      case TooLongFrameException tooLong -> violated(WebSocketCloseStatus.MESSAGE_TOO_BIG);
      case CorruptedWebSocketFrameException corrupted -> violated(corrupted.closeStatus());
      case IOException lost -> fail();
      default -> {
        LOG.debug("WebSocket failed", fault);
        fail();
      }
    }
  }

  private void fail() {
    tellClosed(CloseReason.TRANSPORT_ERROR);
    abort();
  }
}
