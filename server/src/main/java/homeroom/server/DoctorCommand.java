// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ./homeroom doctor}: looks at an installation and says what is wrong, and what to run. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = {
      "Says what is wrong with the configuration, the machine, the store or the backups.",
      "It takes the options of serve, also while the server runs, reads the whole store, changes",
      "nothing, and exits with 0 if all is fine, 1 for warnings, 2 if something is broken."
    })
final class DoctorCommand implements Callable<Integer> {

  private final Clock clock;

  @Mixin private DataOption data = new DataOption();
  @Mixin private ServerOptions options = new ServerOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  DoctorCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    List<Finding> findings = findings();
    findings.forEach(finding -> out.println(finding.text()));
    out.flush();
    return findings.stream().mapToInt(finding -> finding.level().exitCode()).max().orElse(0);
  }

  private List<Finding> findings() {
    var findings = new ArrayList<Finding>();
    if (data.config != null) {
      findings.addAll(new DoctorConfiguration(spec, data.config).findings());
    }
    findings.addAll(new DoctorMachine(clock).findings());
    var place = new DoctorData(data, options.cluster.secretFile, clock);
    findings.addAll(place.findings());
    findings.addAll(new DoctorBackups(options.backups, data, clock).findings());
    boolean served = place.isServed();
    if (options.cluster.isWanted()) {
      var cluster = new DoctorCluster(parts(place.secretFile()), clock);
      findings.addAll(cluster.findings());
      served |= cluster.isServedHere();
    }
    findings.addAll(new DoctorNetwork(options, served, clock).findings());
    Path file = data.config;
    if (file != null) {
      findings.replaceAll(finding -> finding.forFile(file));
    }
    return findings.stream().distinct().toList();
  }

  private DoctorCluster.Parts parts(Path secret) {
    return new DoctorCluster.Parts(
        options.cluster.redisServers(),
        options.cluster.trusted,
        data.mongo(),
        options.cluster.name,
        secret);
  }
}
