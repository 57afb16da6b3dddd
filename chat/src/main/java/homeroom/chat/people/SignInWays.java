// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.people;

import homeroom.chat.roster.RosterStore;
import homeroom.chat.roster.User;
import homeroom.chat.session.Factor;
import homeroom.chat.session.FactorKind;
import homeroom.chat.session.FactorStore;
import java.time.Clock;
import java.util.List;
import java.util.function.Predicate;

/**
 * Who can sign in other than with a password: with an unused code, or with a linked account at an
 * identity provider that the server knows and that is of the school. Blocks on the store; safe for
 * many threads.
 *
 * @param providers those that the server knows, of all schools
 */
public record SignInWays(
    FactorStore factors, RosterStore roster, List<IdentityProvider> providers, Clock clock)
    implements Predicate<User> {

  public SignInWays {
    providers = List.copyOf(providers);
  }

  /** The same where it is not known which providers the server knows: all. */
  public static Predicate<User> ofAnyProvider(FactorStore factors, Clock clock) {
    return user ->
        factors.of(user.id()).stream().anyMatch(factor -> isOne(factor, clock, _ -> true));
  }

  @Override
  public boolean test(User user) {
    return factors.of(user.id()).stream().anyMatch(this::isOne);
  }

  /** Whether the user can without that account, too. */
  boolean hasOneBeside(LinkedIdentity link) {
    return factors.of(link.userId()).stream()
        .anyMatch(factor -> !factor.id().equals(link.factor().id()) && isOne(factor));
  }

  /** Whether its user signs in with it alone, now. */
  boolean isOne(Factor factor) {
    return isOne(factor, clock, this::isOfKnownProvider);
  }

  private static boolean isOne(Factor factor, Clock clock, Predicate<LinkedIdentity> isKnown) {
    return factor.isValid(clock.instant())
        && (factor.kind() == FactorKind.CODE
            || LinkedIdentity.of(factor)
                .filter(link -> !link.expected() && isKnown.test(link))
                .isPresent());
  }

  private boolean isOfKnownProvider(LinkedIdentity link) {
    return roster
        .school(link.schoolId())
        .filter(school ->
            providers.stream()
                .anyMatch(known -> known.issuer().equals(link.issuer()) && known.isOf(school)))
        .isPresent();
  }
}
