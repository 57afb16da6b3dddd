// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

/**
 * The server of the tests of presence: who goes without a goodbye is soon offline, and what another
 * process did is soon seen.
 */
abstract class PresenceServer extends SharedServer {

  /** Long enough for a device to come back, short enough to wait for. */
  static final int GRACE_MILLIS = 1_500;

  @Override
  protected String[] options() {
    return new String[] {
      "--message-rate",
      "0",
      "--call-rate",
      "0",
      "--offline-grace-ms",
      Integer.toString(GRACE_MILLIS),
      "--roster-poll-ms",
      "300"
    };
  }
}
