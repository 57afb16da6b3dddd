// SPDX-License-Identifier: Apache-2.0
package homeroom.api.rest;

/** Whether a server that reaches its store can serve. */
public sealed interface Readiness {

  Readiness READY = new Ready();

  /** It can. */
  record Ready() implements Readiness {}

  /**
   * It can, slower or at a higher price.
   *
   * @param why for its operator
   */
  record Degraded(String why) implements Readiness {}

  /**
   * It cannot, but other servers can.
   *
   * @param why for its operator
   */
  record NotReady(String why) implements Readiness {}
}
