// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.school;

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

  @Override
  public String toString() {
    return value;
  }
}
