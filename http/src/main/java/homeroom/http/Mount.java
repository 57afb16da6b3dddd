package homeroom.http;

/**
 * Takes every request below a path prefix on its connection's event loop, with Netty's types: for
 * protocols that hold a request open (long polling) or leave HTTP (WebSocket).
 */
public interface Mount {

  /** The largest request body taken, in bytes; a larger one is answered 413 before it is read. */
  int maxBodyBytes();

  /** Handles one complete request. Runs on the connection's event loop and never blocks. */
  void handle(Exchange exchange);
}
