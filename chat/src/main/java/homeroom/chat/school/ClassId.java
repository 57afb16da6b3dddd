// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.school;

import org.jspecify.annotations.Nullable;

/** Names one class of a school; see {@link IdFormat}. */
public record ClassId(String value) implements Comparable<ClassId> {

  /**
   * @throws IllegalArgumentException if {@code value} is not an id
   */
  public ClassId {
    IdFormat.require(value);
  }

  @Override
  public int compareTo(ClassId other) {
    return value.compareTo(other.value);
  }

  /**
   * Written out, as {@link #hashCode}: asked for each look at who is online, it is slow as a record
   * has it.
   */
  @Override
  public boolean equals(@Nullable Object other) {
    return this == other || (other instanceof ClassId id && value.equals(id.value));
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
