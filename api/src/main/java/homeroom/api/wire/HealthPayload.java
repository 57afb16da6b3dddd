// SPDX-License-Identifier: Apache-2.0
package homeroom.api.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the server is, as far as it concerns one school. */
@Description("How the server is, as far as it concerns the school.")
public record HealthPayload(
    @Description("The school's.") @Id @JsonProperty("_id") String id,
    @Description("The worst of the checks.") @OneOf({"fine", "warning", "broken"}) String status,
    @Description("When it was looked at, by the clock of the server.") @Time String at,
    @Description("The release that runs.") String version,
    @Description("When this process began.") @Time String startedAt,
    List<HealthCheckPayload> checks,
    HealthStorePayload store,
    @Description("Null if the server makes none by itself.") @Nullable HealthBackupsPayload backups,
    @Description("When the server's own certificate ends; null if it has none.") @Time
        @Nullable String certificateEndsAt,
    @Description("Devices of the school that are connected.") long devices,
    @Description("People of the school who are connected.") long people,
    @Description("Null where several schools share the server.")
        @Nullable HealthQueuesPayload queues,
    @Description("The school's newest; null if there was none.")
        @Nullable HealthImportPayload rosterImport) {}
