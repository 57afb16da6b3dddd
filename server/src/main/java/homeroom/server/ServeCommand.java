// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import java.io.PrintWriter;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ./homeroom serve}: a real installation. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = "Runs the server of your school.")
final class ServeCommand implements Callable<Integer> {

  private final Clock clock;

  @Mixin private DataOption data = new DataOption();
  @Mixin private ServerOptions options = new ServerOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  ServeCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    DataDirectory directory = data.open(DataDirectory.SCHOOL);
    options.identityProviders = data.identityProviders();
    try (Homeroom homeroom = Homeroom.open(directory, options, clock)) {
      if (homeroom.rosterStore().schools().isEmpty()) {
        out.println("There is no school yet. In another terminal, make its first admin:");
        out.println(
            "  "
                + Program.shell(
                    Program.NAME
                        + " user add --school \"My School\" --email admin@my.school --data",
                    directory.path())
                + data.storeAsGiven());
      }
      return Running.until(homeroom, out);
    }
  }
}
