// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.school;

import org.jspecify.annotations.Nullable;

/** Names one school; see {@link IdFormat}. */
public record SchoolId(String value) implements Comparable<SchoolId> {

  /**
   * @throws IllegalArgumentException if {@code value} is not an id
   */
  public SchoolId {
    IdFormat.require(value);
  }

  @Override
  public int compareTo(SchoolId other) {
    return value.compareTo(other.value);
  }

  /** Written out, as {@link #hashCode}: asked for each call, it is slow as a record has it. */
  @Override
  public boolean equals(@Nullable Object other) {
    return this == other || (other instanceof SchoolId id && value.equals(id.value));
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
