// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

import homeroom.chat.school.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When one member got and read one message; null if not yet. */
public record MessageReceipt(
    UserId userId, @Nullable Instant deliveredAt, @Nullable Instant readAt) {}
