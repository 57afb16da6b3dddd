// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.policy;

import homeroom.chat.school.UserId;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whose conversations always have a supervisor.
 *
 * @param grades of the students; empty for all students
 * @param supervisors of the staff, who steps in first coming first
 */
public record Supervision(Set<String> grades, List<UserId> supervisors) {

  public Supervision {
    grades = Set.copyOf(grades);
    supervisors = List.copyOf(supervisors);
  }

  /** As it is stored and on the wire, for example {@code grades=5,6 by=tom,tina}. */
  public String text() {
    return (grades.isEmpty()
            ? ""
            : "grades=" + grades.stream().sorted().collect(Collectors.joining(",")) + " ")
        + "by="
        + supervisors.stream().map(UserId::value).collect(Collectors.joining(","));
  }
}
