// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

import homeroom.chat.school.UserId;
import org.jspecify.annotations.Nullable;

/** Which of the watermarks of a conversation: that of a member, of a kind. */
record WatermarkKey(UserId user, ReceiptKind kind) {

  static WatermarkKey of(WatermarkAdvance advance) {
    return new WatermarkKey(advance.userId(), advance.kind());
  }

  /** Written out, as {@link #hashCode}: asked for each receipt, it is slow as a record has it. */
  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof WatermarkKey key && kind == key.kind && user.equals(key.user));
  }

  @Override
  public int hashCode() {
    return 2 * user.hashCode() + (kind == ReceiptKind.READ ? 1 : 0);
  }
}
