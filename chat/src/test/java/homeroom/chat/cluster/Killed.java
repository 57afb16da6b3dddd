// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.cluster;

import java.io.Serial;

/** The process ends here; nothing of it is done any more. */
final class Killed extends Error {

  @Serial private static final long serialVersionUID = 1L;

  Killed() {
    super("killed", null, false, false);
  }
}
