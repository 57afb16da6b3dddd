// SPDX-License-Identifier: Apache-2.0
package homeroom.api.service;

import homeroom.api.wire.Description;
import homeroom.api.wire.MaxLength;
import homeroom.api.wire.MinLength;
import homeroom.api.wire.Received;
import homeroom.chat.roster.RosterLimits;
import homeroom.chat.school.Role;
import org.jspecify.annotations.Nullable;

/** What is to change of a user; null stays. */
@Received(additionalProperties = false)
@Description("What is to change of a user; what is left out stays.")
record ChangedUserPayload(
    @Nullable Role role,
    @MinLength(1) @MaxLength(RosterLimits.MAX_NAME) @Nullable String name,
    @MaxLength(RosterLimits.MAX_EMAIL) @Description("Empty takes it away.") @Nullable String email,
    @MaxLength(RosterLimits.MAX_USERNAME) @Description("Empty takes it away.")
        @Nullable String username,
    @MinLength(RosterLimits.MIN_PASSWORD) @MaxLength(RosterLimits.MAX_PASSWORD)
        @Nullable String password,
    @Nullable Boolean active,
    @Description("True forgets the failed sign-ins of the user, which slow later ones.")
        @Nullable Boolean unlock,
    @MaxLength(RosterLimits.MAX_PASSWORD)
        @Description("The password until now; with it everybody sets their own.")
        @Nullable String currentPassword) {

  /** Without the password. */
  @Override
  public String toString() {
    return "ChangedUserPayload[" + role + "]";
  }
}
