// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.school;

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

  @Override
  public String toString() {
    return value;
  }
}
