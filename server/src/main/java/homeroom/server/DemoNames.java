// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.chat.school.Role;
import java.util.List;

/** Names for the people of the demo schools. */
final class DemoNames {

  private static final List<String> FIRST =
      List.of(
          "Ada", "Ben", "Chiara", "Dmitri", "Esra", "Femi", "Grace", "Hugo", "Ines", "Jonas",
          "Kaori", "Liam", "Mina", "Noah", "Olga", "Pablo", "Quinn", "Rosa", "Sven", "Tara");

  private static final List<String> LAST =
      List.of(
          "Park",
          "Okafor",
          "Schmidt",
          "Rossi",
          "Nguyen",
          "Silva",
          "Novak",
          "Haddad",
          "Larsen",
          "Kowalski",
          "Mori",
          "Dubois",
          "Yilmaz",
          "Brown",
          "Castro",
          "Ivanova",
          "Mensah");

  private DemoNames() {}

  static String of(Role role, int number) {
    int shift =
        switch (role) {
          case STUDENT -> 0;
          case TEACHER -> 7;
          case ADMIN -> 13;
        };
    int n = number - 1 + shift;
    return FIRST.get(n % FIRST.size()) + " " + LAST.get((n / FIRST.size() + n) % LAST.size());
  }
}
