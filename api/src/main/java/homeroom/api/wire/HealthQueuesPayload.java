// SPDX-License-Identifier: Apache-2.0
package homeroom.api.wire;

/** What waits in the server. */
@Description("What waits in the server; zero when nobody calls.")
public record HealthQueuesPayload(
    @Description("Writes of the store.") int writes,
    @Description("Reads and searches of the store.") int reads,
    @Description("Sign-ins with a password.") int signIns,
    @Description("Calls of services.") int calls) {}
