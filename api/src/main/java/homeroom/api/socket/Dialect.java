// SPDX-License-Identifier: Apache-2.0
package homeroom.api.socket;

import java.util.Optional;

/** Which pushed events a socket gets. Calls of both dialects are always understood. */
enum Dialect {
  CHAT("chat"),
  FEATHERS("feathers"),
  BOTH("both");

  private final String text;

  Dialect(String text) {
    this.text = text;
  }

  static Optional<Dialect> of(String text) {
    for (Dialect dialect : values()) {
      if (dialect.text.equals(text)) {
        return Optional.of(dialect);
      }
    }
    return Optional.empty();
  }

  boolean chat() {
    return this != FEATHERS;
  }

  boolean feathers() {
    return this != CHAT;
  }
}
