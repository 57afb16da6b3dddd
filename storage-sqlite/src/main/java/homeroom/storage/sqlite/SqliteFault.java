// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import org.jspecify.annotations.Nullable;

/** The store cannot do it and a repeat will not help: an unusable file, or an error of ours. */
public final class SqliteFault extends RuntimeException {

  private static final long serialVersionUID = 1L;

  SqliteFault(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
