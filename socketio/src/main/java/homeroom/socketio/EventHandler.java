package homeroom.socketio;

/**
 * Takes an event of a client. Runs on the connection's virtual thread and may block, unless it was
 * set as a direct one ({@link Namespace#onDirect}).
 */
@FunctionalInterface
public interface EventHandler {

  /**
   * Handles one event; the connection's next event waits until this returns.
   *
   * @throws Exception a fault: it is logged without the payload, and no ack is sent
   */
  void handle(Socket socket, EventArguments args, Ack ack) throws Exception;

  /** An event whose only payload is its first argument, bound to a Java type. */
  @FunctionalInterface
  interface Typed<T> {

    /** As {@link EventHandler#handle}. */
    void handle(Socket socket, T payload, Ack ack) throws Exception;
  }
}
