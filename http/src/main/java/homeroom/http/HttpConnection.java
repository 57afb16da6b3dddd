// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import homeroom.http.InputWatch.Owed;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client connection as long as it speaks HTTP: its requests wait here in order, one at a time
 * is handled, and the next begins when the answer is written. Runs on the connection's event loop.
 */
final class HttpConnection extends ChannelInboundHandlerAdapter {

  static final String CODEC = "http-codec";

  private static final String TOO_MUCH =
      "The server keeps too much that is not finished; try again.";

  private static final Logger log = LoggerFactory.getLogger(HttpConnection.class);

  private final ServerState server;
  private final Channel channel;
  private final InetSocketAddress neighbour;
  private final RequestDecoder decoder;
  private final HttpResponseEncoder encoder = new HttpResponseEncoder();
  private final RequestGatherer gatherer;
  private final Application application;
  private final Queue<Incoming> waiting = new ArrayDeque<>();
  private final InputWatch input;
  private final ConnectionMemory memory;
  private final AnswerOutput output;
  private @Nullable ServerExchange current;
  private Crowd<HttpConnection>.@Nullable Place place;

  /** Nothing more is read as HTTP: after a refusal, a last answer or an upgrade. */
  private boolean inputEnded;

  private boolean lastAnswerWritten;
  private boolean upgraded;
  private boolean advancing;

  /** Whether what was left undecoded is soon looked at. */
  private boolean resuming;

  HttpConnection(ServerState server, Application application, Channel channel) {
    this.server = server;
    this.application = application;
    this.channel = channel;
    this.neighbour = (InetSocketAddress) channel.remoteAddress();
    this.decoder = new RequestDecoder(server.limits(), this);
    this.gatherer = new RequestGatherer(server, channel.alloc());
    this.input =
        new InputWatch(server.limits(), channel.eventLoop(), server.time(), this::inputTooSlow);
    this.memory = new ConnectionMemory(server, neighbour, this::shedLater);
    this.output = new AnswerOutput(server, channel, memory);
  }

  Channel channel() {
    return channel;
  }

  MemoryBudget memory() {
    return server.memory();
  }

  void install() {
    channel.pipeline().addLast(decoder).addLast(encoder).addLast(this);
  }

  /** Whether the decoder must leave further bytes undecoded for now. */
  boolean takesNoMore() {
    return !inputEnded && waiting.size() >= server.limits().maxPipelinedRequests();
  }

  private boolean isQuiet() {
    return current == null && waiting.isEmpty();
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    server.connections().add(this);
    place = server.speakingHttp().join(Network.of(neighbour), this);
    watchInput();
    if (server.isDraining()) {
      drain();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    try {
      if (inputEnded) {
        return;
      }
      Incoming incoming =
          switch (message) {
            case io.netty.handler.codec.http.HttpRequest head -> begin(head);
            case HttpContent part -> gatherer.add(part);
            default -> null;
          };
      if (incoming != null) {
        take(incoming);
      } else {
        continueIfAwaited();
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (!settle()) {
      shed();
    }
    gatherer.tellAwaiting(channel);
    watchInput();
  }

  private Incoming.@Nullable Refused begin(io.netty.handler.codec.http.HttpRequest head) {
    memory.begins(head.headers());
    return gatherer.begin(head, decoder.headBytes());
  }

  /** False if there is no room for what this connection makes the server keep. */
  private boolean settle() {
    return memory.settle(gatherer.bytes() + decoder.unfinishedBytes());
  }

  /**
   * Closes, so that another client finds a place. While a request is being answered it does not,
   * and is asked again after the others.
   */
  void givesWay() {
    onLoop(() -> {
      if (upgraded || !channel.isActive()) {
        return;
      }
      if (isQuiet() && output.isIdle()) {
        close();
      } else {
        place = server.speakingHttp().join(Network.of(neighbour), this);
      }
    });
  }

  /** At once where that is possible: other connections may be read before a task's turn comes. */
  private void shedLater() {
    if (channel.eventLoop().inEventLoop() && !gatherer.isAwaited()) {
      shed();
    } else {
      onLoop(this::shed);
    }
  }

  /** For any thread. */
  private void onLoop(Runnable task) {
    try {
      channel.eventLoop().execute(task);
    } catch (RejectedExecutionException stopped) {
      // the loop has stopped, and its connections with it
    }
  }

  /** Lets go of all that is kept for this client. */
  private void shed() {
    if (upgraded || !channel.isActive()) {
      return;
    }
    if (current == null && output.isIdle() && !inputEnded) {
      Incoming refused = gatherer.refuse(503, TOO_MUCH);
      memory.close();
      take(refused);
    } else {
      close();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    advance();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    forget();
    ServerExchange unanswered = current;
    current = null;
    if (unanswered != null) {
      unanswered.abort();
      release(unanswered.incoming());
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    boolean peers = cause instanceof IOException || cause instanceof DecoderException;
    if (peers && !(cause.getCause() instanceof Error)) {
      // A reset, a failed TLS handshake: the peer's doing, and of no use to an operator.
      log.debug("connection closed: {}", cause.toString());
    } else {
      server.faults().report(log, "a connection failed", cause);
    }
    close();
  }

  private void take(Incoming arrived) {
    Incoming incoming = arrived instanceof Incoming.Complete complete ? keep(complete) : arrived;
    waiting.add(incoming);
    if (incoming instanceof Incoming.Refused) {
      inputEnded = true;
    }
    if (takesNoMore()) {
      channel.config().setAutoRead(false);
    }
    input.expect(Owed.NOTHING);
    advance();
  }

  private Incoming keep(Incoming.Complete complete) {
    memory.requests(complete.bytes());
    if (settle()) {
      return complete;
    }
    Incoming refused = RequestGatherer.refusal(503, TOO_MUCH, complete.request());
    release(complete);
    memory.close();
    return refused;
  }

  /** Begins the next request if its turn has come. */
  private void advance() {
    if (advancing || upgraded) {
      return;
    }
    advancing = true;
    try {
      while (current == null && !lastAnswerWritten && channel.isWritable()) {
        Incoming next = waiting.poll();
        if (next == null) {
          break;
        }
        begin(next);
      }
    } finally {
      advancing = false;
    }
    continueIfAwaited();
    if (!resuming && !upgraded && !channel.config().isAutoRead() && mayRead()) {
      resuming = true;
      channel.eventLoop().execute(this::resumeReading);
    }
  }

  private void begin(Incoming next) {
    switch (next) {
      case Incoming.Complete complete -> {
        var exchange = exchange(complete);
        current = exchange;
        handle(exchange);
      }
      case Incoming.Refused refused -> refuse(refused);
    }
  }

  private ServerExchange exchange(Incoming.Complete complete) {
    var headers = complete.request().headers();
    server.proxies().forgetUntrusted(neighbour, headers);
    return new ServerExchange(
        this, complete, RequestIds.of(headers), server.proxies().client(neighbour, headers));
  }

  private void handle(ServerExchange exchange) {
    switch (exchange.incoming().destination()) {
      case Destination.ToHandler to -> application.handle(exchange, to.handler());
      case Destination.ToMount to -> {
        try {
          to.mount().handle(exchange);
        } catch (RuntimeException fault) {
          application.fault(exchange, fault);
          if (upgraded) {
            close();
          }
        }
      }
    }
  }

  /** Writes the answer of the exchange whose turn it is; takes ownership of {@code response}. */
  void answer(ServerExchange exchange, FullHttpResponse response) {
    FullHttpRequest request = exchange.request();
    boolean keepAlive =
        HttpUtil.isKeepAlive(request)
            && !server.isDraining()
            && !response
                .headers()
                .containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE, true);
    NettyResponses.complete(response, request, server.date(), exchange.id(), keepAlive);
    current = null;
    release(exchange.incoming());
    memory.answers(exchange.requester().user());
    wasAnswered(write(response), keepAlive);
  }

  /** The same of one that comes in pieces; the next begins when its end is written. */
  void begin(ServerExchange exchange, io.netty.handler.codec.http.HttpResponse head) {
    FullHttpRequest request = exchange.request();
    NettyResponses.completeHead(
        head, request, server.date(), exchange.id(), staysAfterPieces(request));
    memory.answers(exchange.requester().user());
    output.begin(head, this::left);
    closeIfTooMuch();
  }

  private boolean staysAfterPieces(FullHttpRequest request) {
    return HttpUtil.isKeepAlive(request) && !server.isDraining();
  }

  /** A piece of what was begun; takes ownership of it. */
  void write(HttpContent piece, Runnable then) {
    output.piece(
        piece,
        () -> {
          then.run();
          left();
        });
    closeIfTooMuch();
  }

  /** All of what was begun has been written. */
  void end(ServerExchange exchange) {
    current = null;
    boolean keepAlive = staysAfterPieces(exchange.request());
    release(exchange.incoming());
    wasAnswered(output.finish(this::left), keepAlive);
  }

  private void wasAnswered(ChannelFuture written, boolean keepAlive) {
    if (!keepAlive) {
      boolean moreCame = !waiting.isEmpty() || decoder.isWithinRequest();
      lastAnswerWritten = true;
      inputEnded = true;
      written.addListener(done -> output.end(moreCame || server.isDraining()));
    }
    advance();
    watchInput();
  }

  private void refuse(Incoming.Refused refused) {
    FullHttpResponse response =
        server.refusal(refused.status(), refused.message(), server.corsHeaders(refused.origin()));
    NettyResponses.completeRefusal(response, server.date(), RequestIds.fresh(), refused.headOnly());
    lastAnswerWritten = true;
    write(response).addListener(written -> output.end(true));
  }

  private ChannelFuture write(FullHttpResponse response) {
    ChannelFuture written = output.write(response, this::left);
    closeIfTooMuch();
    return written;
  }

  /** An answer has left, or never will. */
  private void left() {
    if (output.isIdle()) {
      watchInput();
    }
    closeIfTooMuch();
  }

  private void closeIfTooMuch() {
    if (!settle()) {
      close();
    }
  }

  /** Takes the connection out of HTTP, see {@link Exchange#upgrade()}. */
  void upgrade() {
    ServerExchange exchange = current;
    current = null;
    upgraded = true;
    inputEnded = true;
    forget();
    ChannelPipeline pipeline = channel.pipeline();
    pipeline.addBefore(pipeline.context(decoder).name(), CODEC, new HttpServerCodec());
    pipeline.remove(decoder);
    pipeline.remove(encoder);
    pipeline.remove(this);
    channel.config().setAutoRead(true);
    if (exchange != null) {
      // The handshake still reads the request in this turn.
      channel.eventLoop().execute(() -> release(exchange.incoming()));
    }
  }

  /** Closes now if nothing is under way, else with the answer to what is. */
  void drain() {
    if (!upgraded && isQuiet() && !lastAnswerWritten && !decoder.isWithinRequest()) {
      close();
    }
  }

  private void continueIfAwaited() {
    if (isQuiet() && !inputEnded && gatherer.takeAwaitsContinue()) {
      gatherer.tellAwaiting(channel);
      var _ =
          channel.writeAndFlush(
              new DefaultFullHttpResponse(
                  HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
    }
  }

  private boolean mayRead() {
    return inputEnded || !takesNoMore();
  }

  /** Decodes what is here; only if that is not enough, more is read. */
  private void resumeReading() {
    resuming = false;
    if (upgraded || !channel.isActive() || !mayRead()) {
      return; // a decoder that may not decode would ask for more to be read
    }
    try {
      decoder.resume(channel.pipeline().context(decoder));
    } catch (Exception fault) {
      channel.pipeline().fireExceptionCaught(fault);
    }
    if (!upgraded && mayRead()) {
      channel.config().setAutoRead(true);
    }
  }

  private void watchInput() {
    input.expect(owed());
  }

  private Owed owed() {
    if (inputEnded || takesNoMore() || !channel.isActive()) {
      return Owed.NOTHING;
    }
    if (gatherer.isGathering()) {
      return Owed.BODY;
    }
    if (decoder.isWithinRequest()) {
      return Owed.HEAD;
    }
    return isQuiet() && output.isIdle() ? Owed.REQUEST : Owed.NOTHING;
  }

  private void inputTooSlow() {
    if (input.owed() == Owed.REQUEST) {
      close();
      return;
    }
    take(gatherer.refuse(408, "The request took too long to arrive; send it faster."));
  }

  private void close() {
    var _ = channel.close();
  }

  private void forget() {
    server.forget(this);
    if (place != null) {
      place.leave();
    }
    memory.close();
    input.cancel();
    output.cancel();
    gatherer.release();
    for (Incoming incoming : waiting) {
      if (incoming instanceof Incoming.Complete complete) {
        release(complete);
      }
    }
    waiting.clear();
  }

  private void release(Incoming.Complete complete) {
    memory.requests(-complete.bytes());
    complete.request().release();
  }
}
