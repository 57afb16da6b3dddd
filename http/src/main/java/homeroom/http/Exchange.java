package homeroom.http;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import java.net.InetSocketAddress;

/**
 * One request of a {@link Mount} and the place for its answer. Every method is called on the
 * connection's event loop.
 */
public interface Exchange {

  /** The complete request; released by the server once answered or upgraded. */
  FullHttpRequest request();

  /** The connection the request came on. */
  Channel channel();

  /** The client's address; that of a forwarded header only when it came from a trusted proxy. */
  InetSocketAddress remoteAddress();

  /**
   * Answers the request, now or later; Content-Length, keep-alive and the order of pipelined
   * answers are taken care of. Takes ownership of {@code response}.
   *
   * @throws IllegalStateException if already answered or upgraded
   */
  void respond(FullHttpResponse response);

  /** Whether the request was answered or the connection upgraded. */
  boolean isAnswered();

  /** Runs {@code action} once if the connection closes before the answer. */
  void onAbort(Runnable action);

  /**
   * Takes the connection out of HTTP: removes every handler of this server but Netty's {@code
   * HttpServerCodec} (which Netty's WebSocket handshaker replaces), TLS and the write watermark.
   * Requests pipelined behind an upgrade are dropped.
   *
   * @throws IllegalStateException if already answered or upgraded
   */
  Channel upgrade();
}
