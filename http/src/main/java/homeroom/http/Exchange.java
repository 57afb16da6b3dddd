// SPDX-License-Identifier: Apache-2.0
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

  /**
   * The complete request; released by the server once answered, or at the end of the event-loop
   * turn in which it was upgraded.
   */
  FullHttpRequest request();

  /** The connection the request came on. */
  Channel channel();

  /** What counts the bytes that this server keeps until something is finished. */
  MemoryBudget memory();

  /** The client's address; that of a forwarded header only when it came from a trusted proxy. */
  InetSocketAddress remoteAddress();

  /**
   * Answers the request, now or later; Content-Length, keep-alive and the order of pipelined
   * answers are taken care of, as are the headers every answer has (see {@link HttpResponse}).
   * Takes ownership of {@code response}; releases it if the connection is gone.
   *
   * @throws IllegalStateException if already answered or upgraded, or not on the event loop
   */
  void respond(FullHttpResponse response);

  /** Whether the request was answered or the connection upgraded. */
  boolean isAnswered();

  /** Runs {@code action} once if the connection closes before the answer; at once if it has. */
  void onAbort(Runnable action);

  /**
   * Takes the connection out of HTTP: removes every handler of this server but Netty's {@code
   * HttpServerCodec} (which Netty's WebSocket handshaker replaces), TLS and the write watermark.
   * Requests pipelined behind an upgrade are dropped.
   *
   * @return the channel, which may have closed meanwhile
   * @throws IllegalStateException if already answered or upgraded, or not on the event loop
   */
  Channel upgrade();
}
