// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.school;

import java.time.Instant;

/**
 * Somebody used a power over what is not theirs.
 *
 * @param action for example {@code message.delete} or {@code message-history.find}
 * @param target the id of what it was used on
 */
public record AuditEntry(
    SchoolId schoolId, Instant at, UserId actor, String action, String target, String reason) {}
