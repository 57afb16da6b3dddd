// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.chat.roster.Credentials;
import homeroom.chat.roster.RosterStore;
import homeroom.chat.roster.User;
import homeroom.chat.school.School;
import homeroom.chat.school.SchoolId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Whom a command is about. */
final class PersonArgument {

  @Parameters(
      paramLabel = "PERSON",
      description = "The address or the user name that the user signs in with.")
  String name = "";

  @Option(
      names = "--of-school",
      paramLabel = "SCHOOL",
      description = "The name of the person's school, where several have such a user name.")
  private @Nullable String school;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  /** What a command does with the person, in a store that is open meanwhile. */
  interface Use {

    /** Returns what the command ends with. */
    int with(OpenStores opened, User user) throws Exception;
  }

  /** Does that with the person; if there is none, says so and returns 1. */
  int withUser(DataOption data, Use use) throws Exception {
    DataDirectory directory = data.find();
    try (OpenStores opened = directory.store().open()) {
      Optional<User> user = found(opened, directory, "user", true);
      return user.isEmpty() ? 1 : use.with(opened, user.get());
    }
  }

  /** Nobody, which is said, if there is none who is active. */
  Optional<User> findActive(OpenStores opened, DataDirectory directory) {
    return found(opened, directory, "active user", false);
  }

  private Optional<User> found(
      OpenStores opened, DataDirectory directory, String who, boolean orInactive) {
    RosterStore roster = opened.stores().roster();
    List<SchoolId> schools =
        roster.schools().stream()
            .filter(each -> school == null || school.equals(each.name()))
            .map(School::id)
            .toList();
    List<User> found =
        Stream.concat(
                roster.credentials(name).stream(),
                schools.stream().flatMap(each -> roster.credentials(each, name).stream()))
            .map(Credentials::user)
            .distinct()
            .filter(user -> schools.contains(user.schoolId()))
            .filter(user -> orInactive || user.active())
            .toList();
    if (found.size() == 1) {
      return Optional.of(found.getFirst());
    }
    spec.commandLine()
        .getErr()
        .println(
            found.isEmpty()
                ? "There is no " + who + " " + name + " in " + directory.store() + "."
                : "Several people are called " + name + "; say whose with --of-school.");
    return Optional.empty();
  }
}
