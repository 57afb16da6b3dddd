// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import picocli.CommandLine;

/** The services that a server has, read off the server itself. */
public final class RegisteredServices {

  private RegisteredServices() {}

  /** Their names, for a server with data in the directory. */
  public static Set<String> names(Path directory) throws Exception {
    var options = new ServerOptions();
    new CommandLine(
            CommandLine.Model.CommandSpec.create()
                .addMixin("server", CommandLine.Model.CommandSpec.forAnnotatedObject(options)))
        .parseArgs();
    try (Homeroom homeroom =
        Homeroom.open(DataDirectory.open(directory), options, Clock.systemUTC())) {
      return homeroom.services();
    }
  }
}
