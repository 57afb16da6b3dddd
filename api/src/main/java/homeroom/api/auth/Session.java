// SPDX-License-Identifier: Apache-2.0
package homeroom.api.auth;

import homeroom.chat.roster.User;

/** Somebody signed in: the token they hold and who the roster says they are. */
public record Session(AccessToken token, User user) {}
