// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.bus;

import java.io.Serial;

/** An entry is longer than the bus carries any, and so never appended. */
public final class EntryTooLarge extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  public EntryTooLarge(String message) {
    super(message);
  }
}
