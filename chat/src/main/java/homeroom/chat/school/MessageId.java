// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.school;

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

  @Override
  public String toString() {
    return value;
  }
}
