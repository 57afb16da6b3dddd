// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.policy;

import homeroom.chat.school.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** An action of one role towards another: what a rule about people is for. */
public record Pair(Action action, Role from, Role to) {

  /** Every one there is. */
  public static final List<Pair> ALL = all();

  private static List<Pair> all() {
    var all = new ArrayList<Pair>();
    for (Action action : Action.values()) {
      for (Role from : Role.values()) {
        for (Role to : Role.values()) {
          all.add(new Pair(action, from, to));
        }
      }
    }
    return List.copyOf(all);
  }

  /** As it is stored and on the wire, for example {@code direct.student.teacher}. */
  public String text() {
    return action.text() + "." + word(from) + "." + word(to);
  }

  /** With its article. */
  static String one(Role role) {
    return (role == Role.ADMIN ? "an " : "a ") + word(role);
  }

  static String word(Role role) {
    return role.name().toLowerCase(Locale.ROOT);
  }
}
