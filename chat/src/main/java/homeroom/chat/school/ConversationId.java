// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.school;

/** Names one conversation; see {@link IdFormat}. */
public record ConversationId(String value) implements Comparable<ConversationId> {

  /**
   * @throws IllegalArgumentException if {@code value} is not an id
   */
  public ConversationId {
    IdFormat.require(value);
  }

  @Override
  public int compareTo(ConversationId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
