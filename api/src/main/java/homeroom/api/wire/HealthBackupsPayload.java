// SPDX-License-Identifier: Apache-2.0
package homeroom.api.wire;

import org.jspecify.annotations.Nullable;

/** The backups that the server makes by itself. */
@Description("The backups that the server makes by itself.")
public record HealthBackupsPayload(
    @Description("Null while there is none.") @Time @Nullable String newestAt,
    @Description("How old the newest is, in seconds; null while there is none.")
        @Nullable Long ageSeconds,
    @Description("How long after one the next is made.") long everyHours,
    @Description("Those that failed since the start of the process.") int failures) {}
