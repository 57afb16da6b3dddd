// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.chat.roster.RosterStore;
import homeroom.chat.school.School;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The school that a command is about, of several. */
final class SchoolOption {

  @Option(names = "--school", paramLabel = "NAME", description = "Of this school alone.")
  private @Nullable String name;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  boolean isGiven() {
    return name != null;
  }

  /** All schools, or the one that is asked for; if that is not there, none and a line says so. */
  List<School> find(RosterStore roster) {
    List<School> found =
        roster.schools().stream()
            .filter(school -> name == null || school.name().equals(name))
            .toList();
    if (found.isEmpty() && name != null) {
      spec.commandLine().getErr().println("There is no school " + name + ".");
    }
    return found;
  }
}
