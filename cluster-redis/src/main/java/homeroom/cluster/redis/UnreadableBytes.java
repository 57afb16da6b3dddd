// SPDX-License-Identifier: Apache-2.0
package homeroom.cluster.redis;

import java.io.Serial;

/** What came is not what this version writes; whoever hears it goes on as if it had been lost. */
final class UnreadableBytes extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  UnreadableBytes(String message) {
    super(message);
  }
}
