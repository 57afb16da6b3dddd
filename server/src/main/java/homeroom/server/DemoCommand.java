// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.api.auth.Passwords;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./homeroom demo}: a school with people in it, to look around. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Runs a server with two demo schools, whose people all have the password 'homeroom'.",
      "What is written stays for the next start."
    })
final class DemoCommand implements Callable<Integer> {

  private final Clock clock;

  @Mixin private DataOption data = new DataOption();
  @Mixin private ServerOptions options = new ServerOptions();

  @Option(
      names = "--students",
      defaultValue = "" + DemoSchool.DEFAULT_STUDENTS,
      description =
          "How many students demo.school has; other than 120, each is in 6 classes of 30"
              + " (default: 120, at most 50000).")
  private int students;

  @Option(
      names = "--tokens",
      paramLabel = "FILE",
      description =
          "Writes an access token of every user of demo.school to FILE, for load tests:"
              + " JSON lines { email, userId, role, token }, readable by you only.")
  private @Nullable Path tokens;

  @Spec private CommandSpec spec = CommandSpec.create();

  DemoCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws Exception {
    if (students < 1 || students > DemoSchool.MAX_STUDENTS) {
      throw new ParameterException(
          spec.commandLine(), "--students is 1 to " + DemoSchool.MAX_STUDENTS + ".");
    }
    PrintWriter out = spec.commandLine().getOut();
    DataDirectory directory = data.open(DataDirectory.DEMO);
    options.identityProviders = data.identityProviders();
    try (Homeroom homeroom = Homeroom.open(directory, options, clock)) {
      seed(homeroom, out);
      homeroom.serve(DemoPeople.PATH, new DemoPeople(homeroom.rosterStore()));
      if (tokens != null) {
        int written = TokenFile.write(tokens, homeroom, DemoSchool.DOMAIN);
        out.println("Wrote the access tokens of " + written + " users to " + tokens + ".");
      }
      tellWhatToTry(out, directory);
      return Running.until(homeroom, out);
    }
  }

  private void seed(Homeroom homeroom, PrintWriter out) {
    if (!homeroom.rosterStore().schools().isEmpty()) {
      out.println("The demo schools are there already, with what was written in them.");
      return;
    }
    out.println("Making two demo schools ...");
    out.flush();
    try (Passwords passwords = new Passwords(1)) {
      new DemoSeed(homeroom, passwords.hash(DemoSchool.PASSWORD)).sow(students);
    }
  }

  private void tellWhatToTry(PrintWriter out, DataDirectory directory) {
    out.println();
    out.println("Everybody's password is 'homeroom':");
    out.println("  admin@demo.school, teacher1@demo.school, student1@demo.school, and so on,");
    out.println("  and the same at other.school, which sees nothing of demo.school.");
    out.println("Open the address below in two windows of a browser and sign in as two of them.");
    out.println("Or try, in another terminal:");
    out.println(
        "  "
            + Program.shell(Program.NAME + " token student1@demo.school --data", directory.path()));
    out.println("  and the ten lines of 'A client' in README.md, in two terminals.");
    if (options.cluster.isWanted()) {
      tellOfOtherNodes(out);
    }
    out.println("Everything is stored in " + directory.place() + ". Stop with Ctrl-C.");
    out.println();
  }

  /** What they share may have passwords in it, and is not printed. */
  private static void tellOfOtherNodes(PrintWriter out) {
    out.println(
        "This is one node of several. Another one, in another terminal, with the same --store,");
    out.println("--cluster and --secret-file:");
    out.println("  " + Program.NAME + " serve --node b --port 3032 --data data/b");
    out.println("Sign in at the addresses of two nodes, write, and stop one of them.");
  }
}
