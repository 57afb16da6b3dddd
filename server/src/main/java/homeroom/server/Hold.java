package homeroom.server;

import java.util.function.Consumer;

/** The right to be the only server on a store, until it is closed. */
interface Hold extends AutoCloseable {

  /** Of a command that works beside a server. */
  Hold NONE = () -> {};

  /**
   * Tells {@code told} once, with the reason in a sentence, if another server takes the store over.
   * On a thread of the store; {@code told} must not block.
   */
  default void whenLost(Consumer<String> told) {}

  @Override
  void close();
}
