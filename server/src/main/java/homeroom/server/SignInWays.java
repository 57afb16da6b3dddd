// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.chat.roster.User;
import homeroom.chat.session.FactorStore;
import java.time.Clock;
import java.util.function.Predicate;

/** Who can sign in other than with a password: with a code, or an account elsewhere. */
record SignInWays(FactorStore factors, Clock clock) implements Predicate<User> {

  @Override
  public boolean test(User user) {
    return factors.of(user.id()).stream().anyMatch(factor -> factor.signsIn(clock.instant()));
  }
}
