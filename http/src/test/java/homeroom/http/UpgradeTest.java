// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.http.testing.ManualTime;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The way out of HTTP. */
@ExtendWith(LeakCheck.class)
class UpgradeTest {

  private static final String HANDSHAKE =
      """
      GET /echo/ HTTP/1.1
      Host: h
      Connection: Upgrade
      Upgrade: websocket
      Sec-WebSocket-Version: 13
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==

      """;

  private final BlockingQueue<List<String>> pipelines = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> received = new LinkedBlockingQueue<>();

  @Test
  void nettysHandshakerWorksOnAnUpgradedConnection() throws Exception {
    try (var server = HttpServer.builder().mount("/echo/", webSocket()).start();
        var client = HttpClient.newHttpClient()) {
      WebSocket socket = connect(client, server);
      socket.sendText("hello", true).get(20, TimeUnit.SECONDS);
      assertThat(received.poll(20, TimeUnit.SECONDS)).isEqualTo("hello");
      socket.abort();
    }
  }

  @Test
  void onlyTheCodecRemains() throws Exception {
    try (var server = HttpServer.builder().mount("/echo/", webSocket()).start();
        var client = new RawClient(server)) {
      assertThat(client.send(HANDSHAKE).answer().status()).isEqualTo(101);
      List<String> names = pipelines.poll(20, TimeUnit.SECONDS);
      assertThat(names).hasSize(2).startsWith("http-codec"); // the other is Netty's own tail
    }
  }

  @Test
  void noTimeoutOfHttpEndsAnUpgradedConnection() throws Exception {
    var time = new ManualTime();
    var tick = Duration.ofMillis(100);
    var limits = HttpLimits.builder().idleTimeout(tick).headTimeout(tick).bodyTimeout(tick);
    try (var server =
            HttpServer.builder()
                .time(time)
                .limits(limits.build())
                .mount("/echo/", webSocket())
                .start();
        var client = HttpClient.newHttpClient()) {
      WebSocket socket = connect(client, server);
      try (var idle = new RawClient(server)) {
        assertThat(idle.awaitInput(time).isEnded()).isTrue(); // so the timeouts have passed
      }
      socket.sendText("still here", true).get(20, TimeUnit.SECONDS);
      assertThat(received.poll(20, TimeUnit.SECONDS)).isEqualTo("still here");
      socket.abort();
    }
  }

  @Test
  void requestsPipelinedBehindAnUpgradeAreDropped() throws Exception {
    var mount =
        new EventLoopMount(exchange -> {
          Channel channel = exchange.upgrade();
          channel.pipeline().remove("http-codec");
          channel.pipeline().addLast(new RawEcho());
          channel.writeAndFlush(channel.alloc().buffer().writeByte('!')).isDone();
        });
    HttpHandler handler =
        request -> {
          received.add(request.path());
          return HttpResponse.empty(204);
        };
    try (var server = HttpServer.builder().mount("/raw", mount).handler(handler).start();
        var client = new RawClient(server)) {
      client.sendBytes(
          "GET /raw HTTP/1.1\r\nHost: h\r\n\r\nGET /behind HTTP/1.1\r\nHost: h\r\n\r\nGET /part");
      assertThat(client.socket().getInputStream().read()).isEqualTo('!');
      client.sendBytes("z");
      assertThat(client.socket().getInputStream().read()).isEqualTo('z');
      assertThat(received).isEmpty();
    }
  }

  @Test
  void anUpgradeAfterRequestsBeforeItKeepsTheOrder() throws Exception {
    HttpHandler hello = request -> HttpResponse.text(200, "hello");
    try (var server = HttpServer.builder().mount("/echo", webSocket()).handler(hello).start();
        var client = new RawClient(server)) {
      client.get("/").send(HANDSHAKE);
      assertThat(client.answer().body()).isEqualTo("hello");
      assertThat(client.answer().status()).isEqualTo(101);
    }
  }

  @Test
  void theBodyOfAnUpgradedRequestIsReadableUntilTheTurnEnds() throws Exception {
    var mount =
        new EventLoopMount(exchange -> {
          Channel channel = exchange.upgrade();
          ByteBuf body = exchange.request().content();
          assertThat(body.refCnt()).isPositive();
          channel.pipeline().remove("http-codec");
          channel.writeAndFlush(body.retainedDuplicate()).isDone();
        });
    try (var server = HttpServer.builder().mount("/raw", mount).start();
        var client = new RawClient(server)) {
      client.send("POST /raw HTTP/1.1\nHost: h\nContent-Length: 1\n\nb");
      assertThat(client.socket().getInputStream().read()).isEqualTo('b');
    }
  }

  private WebSocket connect(HttpClient client, HttpServer server) throws Exception {
    return client
        .newWebSocketBuilder()
        .buildAsync(URI.create("ws://127.0.0.1:" + server.port() + "/echo"), new Listener())
        .get(20, TimeUnit.SECONDS);
  }

  private Mount webSocket() {
    return new EventLoopMount(exchange -> {
      Channel channel = exchange.upgrade();
      pipelines.add(channel.pipeline().names());
      channel.pipeline().addLast(new Echo());
      var handshaker =
          new WebSocketServerHandshakerFactory("ws://127.0.0.1/echo", null, false)
              .newHandshaker(exchange.request());
      var _ = handshaker.handshake(channel, exchange.request());
    });
  }

  private final class Listener implements WebSocket.Listener {
    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      received.add(data.toString());
      return null;
    }
  }

  private static final class Echo extends SimpleChannelInboundHandler<TextWebSocketFrame> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, TextWebSocketFrame frame) {
      var _ = context.writeAndFlush(frame.retain());
    }
  }

  private static final class RawEcho extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
      var _ = context.writeAndFlush(bytes);
    }
  }
}
