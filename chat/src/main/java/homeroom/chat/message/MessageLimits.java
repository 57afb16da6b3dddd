// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

import java.time.Duration;

/**
 * The limits of messages.
 *
 * @param textCodePoints the longest text, in code points, after trimming
 * @param clientIdCodePoints the longest clientId, in code points
 * @param editWindow how long after sending an author may edit
 * @param burst messages a user may send at once; 0 switches the rate limit off
 * @param refillPerSecond messages a user gains per second, up to {@code burst}
 */
public record MessageLimits(
    int textCodePoints,
    int clientIdCodePoints,
    Duration editWindow,
    int burst,
    double refillPerSecond) {

  public static final MessageLimits DEFAULT =
      new MessageLimits(8000, 64, Duration.ofMinutes(15), 60, 1);
}
