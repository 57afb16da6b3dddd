// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.school;

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

  @Override
  public String toString() {
    return value;
  }
}
