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

  /** The longest text, in code points, after trimming. */
  public static final int MAX_TEXT = 8000;

  /** The longest clientId, in code points. */
  public static final int MAX_CLIENT_ID = 64;

  public static final MessageLimits DEFAULT =
      new MessageLimits(MAX_TEXT, MAX_CLIENT_ID, Duration.ofMinutes(15), 60, 1);
}
