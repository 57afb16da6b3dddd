// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpRequest;

/**
 * Takes every request below a path prefix on its connection's event loop, with Netty's types: for
 * protocols that hold a request open (long polling) or leave HTTP (WebSocket).
 */
public interface Mount {

  /** The largest request body taken, in bytes; a larger one is answered 413 before it is read. */
  int maxBodyBytes();

  /**
   * Hears of a request whose body is still on its way: its head was read, and its body takes more
   * than one read of the network. Runs on the connection's event loop and never blocks.
   *
   * @return what to do if the body never comes complete; else {@link #handle} is called
   */
  default Runnable awaitingBody(HttpRequest head, Channel channel) {
    return () -> {};
  }

  /** Handles one complete request. Runs on the connection's event loop and never blocks. */
  void handle(Exchange exchange);
}
