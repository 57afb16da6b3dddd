// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

/** A request target that names no path; the message may be shown to the client. */
final class BadTargetException extends Exception {
  BadTargetException(String message) {
    super(message);
  }
}
