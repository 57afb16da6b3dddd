// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.chat.roster.RosterStore;
import homeroom.chat.school.School;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which school a command is about. */
final class SchoolArgument {

  @Option(
      names = "--school",
      paramLabel = "NAME",
      description = "The name of the school; needed if there are several.")
  private @Nullable String name;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  /** None, which is said, if there is none of that name, or several without one. */
  Optional<School> find(RosterStore roster) {
    List<School> schools =
        roster.schools().stream()
            .filter(school -> name == null || name.equals(school.name()))
            .toList();
    if (schools.size() == 1) {
      return Optional.of(schools.getFirst());
    }
    spec.commandLine()
        .getErr()
        .println(
            schools.isEmpty()
                ? "There is no such school."
                : "Say which school by --school: "
                    + schools.stream().map(School::name).collect(Collectors.joining(", "))
                    + ".");
    return Optional.empty();
  }
}
