package homeroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UpgradeTest {

  private final BlockingQueue<List<String>> pipelines = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> received = new LinkedBlockingQueue<>();

  @Test
  void nettysHandshakerWorksOnAnUpgradedConnection() throws Exception {
    try (var server = HttpServer.builder().mount("/echo/", echo()).start();
        var client = HttpClient.newHttpClient()) {
      WebSocket socket =
          client
              .newWebSocketBuilder()
              .buildAsync(URI.create("ws://127.0.0.1:" + server.port() + "/echo"), listener())
              .get(5, TimeUnit.SECONDS);
      socket.sendText("hello", true).get(5, TimeUnit.SECONDS);
      assertThat(received.poll(5, TimeUnit.SECONDS)).isEqualTo("hello");
      assertThat(pipelines.poll(5, TimeUnit.SECONDS)).first().isEqualTo("http-codec");
      socket.abort();
    }
  }

  private Mount echo() {
    return new Mount() {
      @Override
      public int maxBodyBytes() {
        return 1_000;
      }

      @Override
      public void handle(Exchange exchange) {
        Channel channel = exchange.upgrade();
        pipelines.add(channel.pipeline().names());
        channel.pipeline().addLast(new Echo());
        var handshaker =
            new WebSocketServerHandshakerFactory("ws://127.0.0.1/echo", null, false)
                .newHandshaker(exchange.request());
        var _ = handshaker.handshake(channel, exchange.request());
      }
    };
  }

  private WebSocket.Listener listener() {
    return new WebSocket.Listener() {
      @Override
      public @Nullable CompletionStage<?> onText(
          WebSocket socket, CharSequence data, boolean last) {
        received.add(data.toString());
        return null;
      }
    };
  }

  private static final class Echo extends SimpleChannelInboundHandler<TextWebSocketFrame> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, TextWebSocketFrame frame) {
      var _ = context.writeAndFlush(frame.retain());
    }
  }
}
