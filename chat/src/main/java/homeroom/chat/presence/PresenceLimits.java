// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.presence;

import java.time.Duration;

/**
 * The limits of presence and typing.
 *
 * @param offlineGrace how long after the last connection closed a user is still online; 0 for not
 * @param typingMembers in a conversation of more members nobody is told who types
 * @param typingSpacing the least time between two starts told of one user in one conversation
 * @param typingSilence typing ends this long after the last start
 * @param typingAtOnce in how many conversations one user types at once; in more, nobody is told
 * @param bytesTogether of those whom a node says to the others at once, roughly, however written
 */
public record PresenceLimits(
    Duration offlineGrace,
    int typingMembers,
    Duration typingSpacing,
    Duration typingSilence,
    int typingAtOnce,
    int bytesTogether) {

  public static final PresenceLimits DEFAULT =
      new PresenceLimits(
          Duration.ofSeconds(5), 100, Duration.ofSeconds(1), Duration.ofSeconds(6), 20, 100 << 10);

  /** The same with another grace. */
  public PresenceLimits withOfflineGrace(Duration grace) {
    return new PresenceLimits(
        grace, typingMembers, typingSpacing, typingSilence, typingAtOnce, bytesTogether);
  }

  /** The same with this much said at once. */
  public PresenceLimits withBytesTogether(int bytes) {
    return new PresenceLimits(
        offlineGrace, typingMembers, typingSpacing, typingSilence, typingAtOnce, bytes);
  }
}
