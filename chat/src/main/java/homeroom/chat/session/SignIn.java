// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.session;

import homeroom.chat.school.UserId;
import java.time.Instant;

/**
 * Somebody signed in, and got an access token for it.
 *
 * @param id the token's own, its claim {@code jti}
 * @param key of the token, by which {@link EndedTokens} knows it; nobody can sign in with it
 * @param at when the token was issued, in whole seconds
 * @param expiresAt when the token ends by itself; from then on it need not be remembered
 * @param network where it came from
 * @param device what the program called itself, as it was sent; empty if it did not
 */
public record SignIn(
    String id,
    UserId userId,
    String key,
    Instant at,
    Instant expiresAt,
    String network,
    String device) {}
