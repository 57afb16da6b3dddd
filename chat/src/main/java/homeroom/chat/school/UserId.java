// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.school;

import org.jspecify.annotations.Nullable;

/** Names one person; see {@link IdFormat}. */
public record UserId(String value) implements Comparable<UserId> {

  /**
   * @throws IllegalArgumentException if {@code value} is not an id
   */
  public UserId {
    IdFormat.require(value);
  }

  @Override
  public int compareTo(UserId other) {
    return value.compareTo(other.value);
  }

  /** Written out, as {@link #hashCode}: asked for each receipt, it is slow as a record has it. */
  @Override
  public boolean equals(@Nullable Object other) {
    return this == other || (other instanceof UserId id && value.equals(id.value));
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
