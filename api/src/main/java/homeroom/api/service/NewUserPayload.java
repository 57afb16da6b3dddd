// SPDX-License-Identifier: Apache-2.0
package homeroom.api.service;

import homeroom.api.wire.Description;
import homeroom.api.wire.MaxLength;
import homeroom.api.wire.MinLength;
import homeroom.api.wire.Received;
import homeroom.chat.roster.RosterLimits;
import homeroom.chat.school.Role;
import org.jspecify.annotations.Nullable;

/** A user to be made. */
@Received(additionalProperties = false)
@Description("A user to be made.")
record NewUserPayload(
    Role role,
    @MinLength(1) @MaxLength(RosterLimits.MAX_NAME) String name,
    @MaxLength(RosterLimits.MAX_EMAIL) @Nullable String email,
    @MaxLength(RosterLimits.MAX_USERNAME)
        @Description("Unique in the school; who has no e-mail address signs in with it.")
        @Nullable String username,
    @MinLength(RosterLimits.MIN_PASSWORD)
        @MaxLength(RosterLimits.MAX_PASSWORD)
        @Description("Without one, the user signs in with an identity provider only.")
        @Nullable String password) {

  /** Without the password. */
  @Override
  public String toString() {
    return "NewUserPayload[" + role + "]";
  }
}
