// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.session;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Failed sign-ins, of which every node on the store is to know, so that many nodes are no way
 * around what slows them. Never blocks; safe for many threads.
 */
public final class SharedFailures {

  /**
   * One of them.
   *
   * @param kind of what was tried: each is counted for itself
   * @param account what somebody wanted to sign in as, whether it is there or not
   * @param origin the network or device that it came from
   */
  public record Failure(String kind, String account, String origin) {}

  private final Consumer<Failure> tell;
  private final List<Consumer<Failure>> listeners = new CopyOnWriteArrayList<>();

  /**
   * @param tell has the other nodes know; what is lost on the way is not counted there
   */
  public SharedFailures(Consumer<Failure> tell) {
    this.tell = tell;
  }

  /** There are no other nodes. */
  public static SharedFailures ofOneNode() {
    return new SharedFailures(failure -> {});
  }

  /** It happened here. */
  public void failed(Failure failure) {
    tell.accept(failure);
  }

  /** It happened on another node. */
  public void heard(Failure failure) {
    listeners.forEach(listener -> listener.accept(failure));
  }

  /** Calls {@code listener} with each that happens elsewhere from now on, on whatever thread. */
  public void onFailureElsewhere(Consumer<Failure> listener) {
    listeners.add(listener);
  }
}
