// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio;

/** A client did not answer in time, or its socket closed before it did. */
public final class AckMissing extends Exception {

  public AckMissing(String message) {
    super(message, null, false, false);
  }
}
