// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.chat.roster.Credentials;
import homeroom.chat.roster.User;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Whom a command is about. */
final class PersonArgument {

  @Parameters(paramLabel = "EMAIL", description = "The address the user signs in with.")
  String email = "";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  /** Nobody, which is said, if there is none. */
  Optional<User> find(OpenStores opened, DataDirectory directory) {
    return found(opened, directory, "user", true);
  }

  /** Nobody, which is said, if there is none who is active. */
  Optional<User> findActive(OpenStores opened, DataDirectory directory) {
    return found(opened, directory, "active user", false);
  }

  private Optional<User> found(
      OpenStores opened, DataDirectory directory, String who, boolean orInactive) {
    Optional<User> found =
        opened
            .stores()
            .roster()
            .credentials(email)
            .map(Credentials::user)
            .filter(user -> orInactive || user.active());
    if (found.isEmpty()) {
      spec.commandLine()
          .getErr()
          .println("There is no " + who + " " + email + " in " + directory.store() + ".");
    }
    return found;
  }
}
