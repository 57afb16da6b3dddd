// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.policy;

import homeroom.chat.school.SchoolId;
import java.time.Instant;

/**
 * The rules of a school as they are kept.
 *
 * @param version from 1, one more with every change
 * @param at when they were changed, in whole milliseconds
 * @param by who did, as the audit has it
 * @param text of {@link RuleText}
 */
public record StoredSettings(SchoolId schoolId, long version, Instant at, String by, String text) {}
