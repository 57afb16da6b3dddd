package homeroom.http;

import io.netty.handler.codec.http.FullHttpRequest;

/** What a connection has received and waits for its turn to be answered. */
sealed interface Incoming {

  /** A complete request; owns its {@code bodyBytes} bytes. */
  record Complete(
      FullHttpRequest request, int bodyBytes, RequestTarget target, Destination destination)
      implements Incoming {}

  /**
   * A request that cannot be taken; nothing after it on the connection is read.
   *
   * @param headOnly whether the client asked for a head without a body
   */
  record Refused(int status, String message, boolean headOnly) implements Incoming {
    Refused(int status, String message) {
      this(status, message, false);
    }
  }
}
