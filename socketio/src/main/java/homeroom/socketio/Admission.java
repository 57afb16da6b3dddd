// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio;

import java.util.Map;

/** What the middleware of a namespace says to a socket that wants in. */
sealed interface Admission {

  /** It may come in. */
  record Granted() implements Admission {}

  /** Not now: its transport closes without a word, and official clients come again. */
  record Later(String why) implements Admission {}

  /**
   * It may not.
   *
   * @param payload of the CONNECT_ERROR
   */
  record Refused(Map<String, ?> payload) implements Admission {}
}
