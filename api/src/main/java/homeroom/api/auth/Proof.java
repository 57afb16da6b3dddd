// SPDX-License-Identifier: Apache-2.0
package homeroom.api.auth;

import homeroom.chat.roster.User;
import java.time.Instant;

/**
 * Somebody proved to be a user.
 *
 * @param how in the words of the audit
 * @param asked when they asked to, in whole milliseconds
 * @param askedAt the same as it passes, as {@link homeroom.chat.time.Timer#nanoTime}
 */
record Proof(User user, String how, Instant asked, long askedAt) {}
