// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Lines of the properties file that no option is named by: they change nothing. */
final class DoctorConfiguration {

  /** Of the lines that are read whole: the rosters of another application, and providers. */
  private static final Set<String> GROUPS = Set.of("mongodb.", "oidc.");

  private final CommandSpec spec;
  private final Path file;

  DoctorConfiguration(CommandSpec spec, Path file) {
    this.spec = spec;
    this.file = file;
  }

  List<Finding> findings() {
    Set<String> known = names(spec.root().commandLine());
    var findings = new ArrayList<Finding>();
    for (String name : new TreeSet<>(Defaults.read(file).stringPropertyNames())) {
      if (!known.contains(name) && GROUPS.stream().noneMatch(name::startsWith)) {
        findings.add(
            Finding.warning(
                "The line " + name + " of " + file + " is no option and changes nothing.",
                Program.NAME + " serve --help"));
      }
    }
    if (findings.isEmpty()) {
      findings.add(Finding.fine("Every line of " + file + " is an option."));
    }
    return findings;
  }

  private static Set<String> names(CommandLine command) {
    Set<String> names =
        command.getCommandSpec().options().stream()
            .map(option -> option.longestName().replaceFirst("^--", ""))
            .collect(Collectors.toCollection(TreeSet::new));
    command.getSubcommands().values().forEach(below -> names.addAll(names(below)));
    return names;
  }
}
