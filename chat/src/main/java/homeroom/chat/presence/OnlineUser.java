// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.presence;

import homeroom.chat.school.Role;
import homeroom.chat.school.UserId;

/** Somebody who is connected. */
public record OnlineUser(UserId userId, Role role) {}
