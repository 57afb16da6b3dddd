// SPDX-License-Identifier: Apache-2.0
package homeroom.api.wire;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The answer to the signing out of devices. */
@Description("What was signed out.")
public record SignedOutPayload(
    @Id
        @Description("The device, or the user all of whose devices were signed out.")
        @JsonProperty("_id")
        String id,
    @Id String userId) {}
