// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.session;

import java.time.Instant;

/**
 * An access token, all of a user's or all of everybody's, ended before its time.
 *
 * @param key names it, and is not the token: nobody can sign in with it
 * @param endedAt when it was ended, to the millisecond
 * @param expiresAt when it would have ended by itself; from then on it need not be remembered
 */
public record EndedToken(String key, Instant endedAt, Instant expiresAt) {}
