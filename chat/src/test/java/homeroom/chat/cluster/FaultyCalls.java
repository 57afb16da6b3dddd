// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.cluster;

import homeroom.chat.bus.Bus;
import homeroom.chat.bus.BusUnavailable;
import homeroom.chat.school.StoreUnavailable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The calls of a node to the stores and the bus, before and after which anything may happen. */
record FaultyCalls(Fate fate) {

  private static final Set<String> WRITES = Set.of("append", "edit", "delete");

  /** What asks nobody, so that nothing of it can be lost. */
  private static final Set<String> FROM_MEMORY = Set.of("away");

  /** What happens then. */
  interface Fate {

    /**
     * Whether the call does not get there, or its answer does not get back.
     *
     * @throws Killed if nothing of the node is done any more
     */
    boolean isLost();

    /** Messages may have been stored. */
    void written();
  }

  /** Of the calls the next one is lost whenever that is set, which it is not any more then. */
  static FaultyCalls losingOneIf(AtomicBoolean set) {
    return new FaultyCalls(
        new Fate() {
          @Override
          public boolean isLost() {
            return set.getAndSet(false);
          }

          @Override
          public void written() {}
        });
  }

  /** The port as the node has it. */
  <T> T of(Class<T> port, T real) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (proxy, operation, arguments) -> call(real, operation, arguments)));
  }

  private @Nullable Object call(Object real, Method operation, Object @Nullable [] arguments)
      throws Throwable {
    if (FROM_MEMORY.contains(operation.getName())) {
      return invoke(real, operation, arguments);
    }
    if (fate.isLost()) {
      throw unknown(real);
    }
    Object answer = invoke(real, operation, arguments);
    if (WRITES.contains(operation.getName())) {
      fate.written();
    }
    if (fate.isLost()) {
      throw unknown(real);
    }
    return answer;
  }

  private static @Nullable Object invoke(
      Object real, Method operation, Object @Nullable [] arguments) throws Throwable {
    try {
      return operation.invoke(real, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static RuntimeException unknown(Object real) {
    return real instanceof Bus
        ? new BusUnavailable("No answer came.")
        : new StoreUnavailable("No answer came.", 1000);
  }
}
