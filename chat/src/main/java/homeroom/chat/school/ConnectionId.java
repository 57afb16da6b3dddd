// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.school;

import org.jspecify.annotations.Nullable;

/** Names one connection of one user's device, as long as it lasts. */
public record ConnectionId(String value) {

  /** Written out, as {@link #hashCode}: asked for each receiver, it is slow as a record has it. */
  @Override
  public boolean equals(@Nullable Object other) {
    return this == other || (other instanceof ConnectionId id && value.equals(id.value));
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }
}
