// SPDX-License-Identifier: Apache-2.0
package homeroom.api.wire;

import org.jspecify.annotations.Nullable;

/** The store, and the disk it is on. */
@Description(
    "The store, and the disk it is on; what all schools take is null where several share it.")
public record HealthStorePayload(
    @OneOf({"sqlite", "mongodb"}) String kind,
    @Description("Whether it takes writes now.") boolean takesWrites,
    @Description("How long a write took until it was durable, in microseconds; null if none was.")
        @Nullable Long durableMicros,
    @Description("Null if it is elsewhere.") @Nullable Long bytes,
    @Description("Of the disk; null if it is elsewhere.") @Nullable Long freeBytes) {}
