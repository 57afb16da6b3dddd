// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.school;

import org.jspecify.annotations.Nullable;

/** Names one message; see {@link IdFormat}. */
public record MessageId(String value) implements Comparable<MessageId> {

  /**
   * @throws IllegalArgumentException if {@code value} is not an id
   */
  public MessageId {
    IdFormat.require(value);
  }

  @Override
  public int compareTo(MessageId other) {
    return value.compareTo(other.value);
  }

  /** Written out, as {@link #hashCode}: asked for each message, it is slow as a record has it. */
  @Override
  public boolean equals(@Nullable Object other) {
    return this == other || (other instanceof MessageId id && value.equals(id.value));
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return value;
  }
}
