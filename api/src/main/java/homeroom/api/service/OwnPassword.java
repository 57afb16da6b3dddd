// SPDX-License-Identifier: Apache-2.0
package homeroom.api.service;

import homeroom.chat.school.Caller;

/** Knows whether a password is the caller's own; blocks. */
@FunctionalInterface
public interface OwnPassword {

  /**
   * Whether it is.
   *
   * @throws homeroom.api.wire.Rejection 429 if too many wait after failures
   */
  boolean is(Caller caller, String password);
}
