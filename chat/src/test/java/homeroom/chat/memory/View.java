// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.memory;

import homeroom.chat.school.StoreUnavailable;
import java.util.function.Function;

/** The one way to the memory: one thread at a time, until it is closed. */
final class View {

  private static final long RETRY_MILLIS = 1000;

  private final Memory memory;
  private volatile boolean closed;

  View(Memory memory) {
    this.memory = memory;
  }

  View second() {
    return new View(memory);
  }

  <T> T in(Function<Memory, T> action) {
    if (closed) {
      throw new StoreUnavailable("The stores are closed.", RETRY_MILLIS);
    }
    return memory.locked(action);
  }

  void close() {
    closed = true;
  }
}
