// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.chat.roster.RosterStore;
import homeroom.chat.roster.SourceEntry;
import homeroom.chat.school.School;
import homeroom.chat.text.Name;
import homeroom.rosterfiles.OneRosterWriter;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./homeroom roster export}: the roster of a school as OneRoster CSV 1.2. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = {
      "Writes the roster of a school as OneRoster CSV 1.2, bulk, into a new ZIP.",
      "Keys are those of the files that it came from; what came from none has the id it has here."
    })
final class RosterExportCommand implements Callable<Integer> {

  private final Clock clock;

  @Mixin private DataOption data = new DataOption();

  @Parameters(paramLabel = "ZIP", description = "The file to write; it must not be there yet.")
  private Path file = Path.of("");

  @Option(names = "--school", required = true, description = "The name of the school.")
  private String school = "";

  @Spec private CommandSpec spec = CommandSpec.create();

  RosterExportCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws Exception {
    DataDirectory directory = data.find();
    try (OpenStores opened = directory.store().open()) {
      RosterStore store = opened.stores().roster();
      String name = Name.canonical(school);
      Optional<School> found =
          store.schools().stream().filter(one -> one.name().equals(name)).findFirst();
      if (found.isEmpty()) {
        spec.commandLine().getErr().println("There is no school " + name + ".");
        return 1;
      }
      School owner = found.get();
      List<SourceEntry> entries = new ArrayList<>();
      for (String source : opened.stores().rosterImports().sources(owner.id())) {
        entries.addAll(opened.stores().rosterImports().entries(owner.id(), source));
      }
      try (OutputStream out =
          Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        OneRosterWriter.write(owner, store.everything(owner.id()), entries, clock.instant(), out);
      }
      spec.commandLine().getOut().println("Wrote the roster of " + name + " to " + file + ".");
      return 0;
    }
  }
}
