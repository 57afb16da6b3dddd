// SPDX-License-Identifier: Apache-2.0
package homeroom.api.auth;

import org.jspecify.annotations.Nullable;

/**
 * What somebody who signs in says to be called.
 *
 * @param text as it was typed
 * @param mayBeAddress whether it is an e-mail address, if anybody has it
 * @param school the name or id of the school whose user name it is; null if that was not said
 */
record LoginName(String text, boolean mayBeAddress, @Nullable String school) {

  /** Never logged: people type their passwords here. */
  @Override
  public String toString() {
    return "LoginName";
  }
}
