// SPDX-License-Identifier: Apache-2.0
package homeroom.api.oidc;

import java.util.Optional;

/** Where in the roster of a school it stands what somebody's account at a provider is called. */
public sealed interface RosterField {

  /** In the e-mail address if the claim is that, in the user name otherwise. */
  record Name() implements RosterField {}

  /** In the {@code identifier} of its files, or the {@code activeDirectoryMatchId}. */
  record Identifier() implements RosterField {}

  /** In the {@code userIds} of its files, which are written {@code {type:id}}. */
  record UserIds(String type) implements RosterField {}

  /** As a file of settings says it: {@code name}, {@code identifier} or {@code userIds.TYPE}. */
  static Optional<RosterField> of(String text) {
    String typed = "userIds.";
    return switch (text) {
      case "name" -> Optional.of(new Name());
      case "identifier" -> Optional.of(new Identifier());
      default ->
          text.startsWith(typed) && text.length() > typed.length()
              ? Optional.of(new UserIds(text.substring(typed.length())))
              : Optional.empty();
    };
  }
}
