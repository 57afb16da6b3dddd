// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio;

import java.util.Map;

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

  /**
   * The handler of an event whose only payload is its first argument. One that does not fit is
   * answered, if an ack was asked for, with {@code {error: message}}, else ignored.
   */
  static <T> EventHandler typed(Class<T> payload, Typed<T> handler) {
    return (socket, args, ack) -> {
      T value;
      try {
        value = args.as(0, payload);
      } catch (BadArgument misfit) {
        ack.send(Map.of("error", String.valueOf(misfit.getMessage())));
        return;
      }
      handler.handle(socket, value, ack);
    };
  }

  /** An event whose only payload is its first argument, bound to a Java type. */
  @FunctionalInterface
  interface Typed<T> {

    /** As {@link EventHandler#handle}. */
    void handle(Socket socket, T payload, Ack ack) throws Exception;
  }
}
