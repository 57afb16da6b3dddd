// SPDX-License-Identifier: Apache-2.0
package homeroom.rosterfiles;

import homeroom.chat.school.Role;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The roles of student information systems as roles of a school. */
final class SourceRoles {

  static final String IN_WORDS =
      "student, teacher, aide, proctor, counselor, administrator (also site-, district- and"
          + " systemAdministrator, principal), parent, guardian, relative";

  /** Who stands for a student; has no place in the chat yet. */
  private static final Set<String> RELATIVES = Set.of("parent", "guardian", "relative");

  private SourceRoles() {}

  /** Empty for whoever has no place, and for what is no role. */
  static Optional<Role> of(String written) {
    return switch (written.toLowerCase(Locale.ROOT)) {
      case "student" -> Optional.of(Role.STUDENT);
      case "teacher", "aide", "proctor", "counselor" -> Optional.of(Role.TEACHER);
      case "administrator",
          "admin",
          "siteadministrator",
          "districtadministrator",
          "systemadministrator",
          "principal" ->
          Optional.of(Role.ADMIN);
      default -> Optional.empty();
    };
  }

  static boolean isRelative(String written) {
    return RELATIVES.contains(written.toLowerCase(Locale.ROOT));
  }
}
