// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

import homeroom.chat.school.UserId;
import java.time.Instant;

/**
 * A text that a message once had.
 *
 * @param rev the change that replaced it
 * @param text what it said before
 * @param by who replaced or deleted it
 * @param deletion whether the change was a deletion, else an edit
 */
public record Revision(long rev, String text, UserId by, Instant at, boolean deletion) {}
