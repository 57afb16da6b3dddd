// SPDX-License-Identifier: Apache-2.0
package homeroom.api.service;

import homeroom.api.wire.Description;
import homeroom.api.wire.MaxLength;
import homeroom.api.wire.MinLength;
import homeroom.api.wire.Received;
import homeroom.chat.roster.RosterLimits;

/** A class to be made. */
@Received(additionalProperties = false)
@Description("A class to be made.")
record NewClassPayload(
    @MinLength(1) @MaxLength(RosterLimits.MAX_NAME) String name,
    @MinLength(1) @MaxLength(RosterLimits.MAX_CODE) String code) {}
