// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.school;

import org.jspecify.annotations.Nullable;

/** Names one school; see {@link IdFormat}. */
public record SchoolId(String value) implements Comparable<SchoolId> {

  private static final String ALL_OF_THEM = "*";

  /** Stands for all schools where one is to be named. It is no id, so that no school has it. */
  public static final SchoolId ALL = new SchoolId(ALL_OF_THEM);

  /**
   * @throws IllegalArgumentException if {@code value} is not an id
   */
  public SchoolId {
    if (!value.equals(ALL_OF_THEM)) {
      IdFormat.require(value);
    }
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
