// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./homeroom reference}: what packages tell of the command line, made from itself. */
@Command(name = "reference", hidden = true, description = "Writes what packages need.")
final class ReferenceCommand implements Callable<Integer> {

  static final String MANUAL = "homeroom.1";
  static final String COMPLETION = "homeroom.bash";
  static final String CONFIGURATION = "homeroom.properties";

  @Parameters(paramLabel = "DIR", description = "Where to.")
  private Path to = Path.of("");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    CommandLine root = spec.root().commandLine();
    Files.createDirectories(to);
    Files.writeString(to.resolve(MANUAL), new ManualPage(root).text());
    Files.writeString(to.resolve(COMPLETION), AutoComplete.bash("homeroom", root));
    CommandLine serve = Objects.requireNonNull(root.getSubcommands().get("serve"), "serve");
    Files.writeString(to.resolve(CONFIGURATION), new SampleConfiguration(serve).text());
    return 0;
  }
}
