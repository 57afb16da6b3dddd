// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio;

/**
 * An argument of a client's event is missing or not of the asked type. The message names the event,
 * the position and the field, and never repeats the value.
 */
public final class BadArgument extends RuntimeException {

  BadArgument(String message) {
    super(message, null, false, false);
  }
}
