// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.session;

import homeroom.chat.school.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where sign-ins are kept until their tokens would have ended by themselves. Every call blocks and
 * is safe for many threads and processes.
 *
 * <p>Faults of the store are unchecked exceptions of its own; {@link
 * homeroom.chat.school.StoreUnavailable} where a repeat may help.
 */
public interface SignInStore {

  /**
   * Keeps it, and of its user the {@code most} newest only; durable when it returns. One that is
   * kept already stays as it is.
   */
  void add(SignIn signIn, int most);

  /** Those kept of the user, the newest first; of one second the greatest id first. */
  List<SignIn> of(UserId user);

  /** The one of that id, if it is kept. */
  Optional<SignIn> signIn(String id);

  /** Forgets those whose tokens would have ended by themselves by {@code now}. */
  void purge(Instant now);
}
