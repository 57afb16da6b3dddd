// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.bus;

import java.io.Serial;

/** The bus cannot be reached now; whether it did what it was asked for is not known. */
public final class BusUnavailable extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  public BusUnavailable(String message) {
    super(message);
  }
}
