// SPDX-License-Identifier: Apache-2.0
package homeroom.api.service;

import homeroom.api.wire.Description;
import homeroom.api.wire.MaxLength;
import homeroom.api.wire.MinLength;
import homeroom.api.wire.Received;
import homeroom.chat.roster.RosterLimits;
import org.jspecify.annotations.Nullable;

/** What is to change of a class; null stays. */
@Received(additionalProperties = false)
@Description("What is to change of a class; what is left out stays.")
record ChangedClassPayload(
    @MinLength(1) @MaxLength(RosterLimits.MAX_NAME) @Nullable String name,
    @MinLength(1) @MaxLength(RosterLimits.MAX_CODE) @Nullable String code,
    @Nullable Boolean archived) {}
