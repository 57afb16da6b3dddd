// SPDX-License-Identifier: Apache-2.0
package homeroom.api.wire;

/** One thing that was looked at. */
@Description("One thing that was looked at.")
public record HealthCheckPayload(
    @OneOf({"store", "disk", "clock", "backups", "certificate", "queues"}) String name,
    @OneOf({"fine", "warning", "broken"}) String status,
    @Description("What was found, in a sentence.") String message) {}
