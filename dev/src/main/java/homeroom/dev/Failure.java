// SPDX-License-Identifier: Apache-2.0
package homeroom.dev;

/** Something that the developer has to mend; the message is all that is shown. */
final class Failure extends RuntimeException {

  private static final long serialVersionUID = 1;

  Failure(String message) {
    super(message);
  }
}
