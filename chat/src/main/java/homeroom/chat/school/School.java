// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.school;

import java.time.Instant;

/** One school: nothing of it is ever visible to another. */
public record School(SchoolId id, String name, SchoolSettings settings, Instant createdAt) {}
