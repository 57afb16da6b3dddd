// SPDX-License-Identifier: Apache-2.0
package homeroom.api.service;

/** Told of every call that was answered. Runs on the thread of the call and must not block. */
@FunctionalInterface
public interface CallObserver {

  /**
   * A call was answered.
   *
   * @param transport {@code rest}, {@code feathers} or {@code chat}
   * @param call what was called, by name alone: one of few
   * @param status the HTTP status, also of calls on sockets; 200 for all that were granted there
   * @param nanos how long it took, in nanoseconds, until the answer was handed to the network
   */
  void answered(String transport, String call, int status, long nanos);
}
