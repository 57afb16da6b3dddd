// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.people;

import homeroom.chat.school.School;
import homeroom.chat.text.Name;
import org.jspecify.annotations.Nullable;

/**
 * An identity provider that one school trusts.
 *
 * @param name unique in the installation
 * @param issuer as it calls itself
 * @param school the name or the id of the school
 * @param claim what it says of an account by which its owner is found at the first sign-in; null if
 *     accounts are linked by their subjects only
 */
public record IdentityProvider(String name, String issuer, String school, @Nullable String claim) {

  /** Whether it is the one of that school. */
  public boolean isOf(School asked) {
    return asked.id().value().equals(school) || Name.key(asked.name()).equals(Name.key(school));
  }
}
