// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.chat.Stores;
import homeroom.chat.audit.AuditActor;
import homeroom.chat.imports.ImportProgress;
import homeroom.chat.imports.ReadRoster;
import homeroom.chat.imports.RosterImport;
import homeroom.chat.imports.RosterImports;
import homeroom.chat.imports.RosterPlan;
import homeroom.chat.roster.RosterLimits;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.Refusal;
import homeroom.chat.school.School;
import homeroom.chat.text.Name;
import homeroom.rosterfiles.RosterFileLimits;
import homeroom.rosterfiles.RosterFiles;
import java.io.Console;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./homeroom roster import}: the files of a school become its roster. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description = {
      "Makes the files of a student information system the roster of a school.",
      "They are OneRoster CSV 1.1 or 1.2, School Data Sync 2.1, or a plain people.csv. Shows first",
      "what would change, and asks.",
      "A school that is not there is made. It works beside a running server, whose clients see the",
      "new roster within seconds; nobody ever sees half of one.",
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:Done, or nothing to do.",
      "1:Not done, for a reason that is said.",
      "2:The files have errors, or the command does; nothing was changed.",
      "3:It needs a word: --yes, --apply or --allow-deactivations; nothing was changed."
    })
final class RosterImportCommand implements Callable<Integer> {

  private static final int ERRORS = 2;
  private static final int NEEDS_WORD = 3;

  /** How long a running server may take to bring a roster in before nobody waits any more. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final Duration POLL = Duration.ofMillis(50);

  private final Clock clock;

  @Mixin private DataOption data = new DataOption();

  @Parameters(
      paramLabel = "PATH",
      description = "A ZIP with the files at its root, a folder of them, or a people.csv.")
  private Path path = Path.of("");

  @Option(names = "--school", required = true, description = "The name of the school.")
  private String school = "";

  @Option(names = "--dry-run", description = "Shows what would change, and changes nothing.")
  private boolean dryRun;

  @Option(
      names = "--apply",
      paramLabel = "HASH",
      description = "Applies what a dry run showed, unless the files or the roster changed since.")
  private @Nullable String apply;

  @Option(names = "--yes", description = "Applies without asking, for scripts.")
  private boolean yes;

  @Option(
      names = "--allow-deactivations",
      description = "Applies also if more than 10 in 100 people are deactivated.")
  private boolean allowDeactivations;

  @Option(names = "--full", description = "Shows every change instead of the first of each kind.")
  private boolean full;

  @Option(names = "--json", description = "Prints counts and errors as JSON, for programs.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  RosterImportCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws Exception {
    school = Name.canonical(school);
    if (!Name.isValid(school, RosterLimits.MAX_NAME)) {
      throw new ParameterException(spec.commandLine(), "--school is a name that can be seen.");
    }
    if (!Files.exists(path)) {
      throw new ParameterException(spec.commandLine(), "There is no file or folder " + path + ".");
    }
    ReadRoster read = new RosterFiles(RosterFileLimits.DEFAULT).read(path);
    var report = new ImportReport(out(), json, full);
    if (read.roster() == null) {
      report.errors(read.format(), read.errors());
      return ERRORS;
    }
    DataDirectory directory = data.open(DataDirectory.SCHOOL);
    try (RosterStores opened = RosterStores.open(directory, dryRun)) {
      return run(opened, read, report);
    }
  }

  private int run(RosterStores opened, ReadRoster read, ImportReport report)
      throws InterruptedException {
    RosterImports imports = opened.imports(data.trustedProviders(), clock);
    if (imports.refusal().isPresent()) {
      err().println(imports.refusal().orElseThrow());
      return 1;
    }
    opened.finishEarlier(imports);
    School wanted = imports.school(school);
    RosterPlan plan = imports.plan(wanted, Objects.requireNonNull(read.roster()));
    if (!plan.errors().isEmpty()) {
      report.errors(read.format(), plan.errors());
      return ERRORS;
    }
    report.plan(read.format(), plan);
    if (plan.isNothing()) {
      report.end(plan, "nothing", "The roster is as the files say; there is nothing to do.");
      return 0;
    }
    if (dryRun) {
      report.end(
          plan,
          "planned",
          "Nothing was changed. To apply: %s roster import %s --school %s%s --apply %s%s"
              .formatted(
                  Program.NAME,
                  Program.word(path.toString()),
                  Program.word(school),
                  data.asGiven(),
                  plan.hash(),
                  plan.needsWord() == null ? "" : " --allow-deactivations"));
      return plan.needsWord() == null ? 0 : NEEDS_WORD;
    }
    return mayApply(plan, report) ? apply(opened, imports, plan, read, report) : NEEDS_WORD;
  }

  private boolean mayApply(RosterPlan plan, ImportReport report) {
    if (plan.needsWord() != null && !allowDeactivations) {
      report.end(
          plan,
          "needs-word",
          plan.needsWord() + " Nothing was changed. If that is meant: --allow-deactivations");
      return false;
    }
    if (yes || apply != null || isConfirmed(plan)) {
      return true;
    }
    report.end(plan, "needs-word", "Nothing was changed. To apply it without being asked: --yes");
    return false;
  }

  @SuppressWarnings("SystemConsoleNull") // null where a launcher chose a console-less JDK
  private boolean isConfirmed(RosterPlan plan) {
    Console console = System.console();
    if (console == null || !console.isTerminal()) {
      return false;
    }
    String answer = console.readLine("Make this the roster of %s? [y/N] ", plan.school().name());
    return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
  }

  private int apply(
      RosterStores opened,
      RosterImports imports,
      RosterPlan plan,
      ReadRoster read,
      ImportReport report)
      throws InterruptedException {
    if (apply != null && !apply.equals(plan.hash())) {
      report.end(
          plan,
          "changed",
          "The files or the roster changed since the dry run: its hash is %s now. Nothing was changed."
              .formatted(plan.hash()));
      return 1;
    }
    Outcome<RosterImport> outcome =
        imports.apply(
            plan,
            Objects.requireNonNull(read.roster()),
            AuditActor.OPERATOR,
            allowDeactivations,
            progress());
    if (outcome instanceof Outcome.Refused<RosterImport>(Refusal refusal)) {
      report.end(plan, "refused", refusal.message());
      return 1;
    }
    RosterImport made = ((Outcome.Done<RosterImport>) outcome).value();
    if (opened.isAlone()) {
      var _ = imports.takeUpAlone(progress());
    } else if (!isBroughtIn(opened.stores(), made)) {
      report.end(
          plan,
          "current",
          "It is the roster of the school; the running server still brings it into its rows.");
      return 0;
    }
    report.end(plan, "done", "Done: it is the roster of " + plan.school().name() + ".");
    return 0;
  }

  /** Waits for the running server. */
  private boolean isBroughtIn(Stores stores, RosterImport made) throws InterruptedException {
    ImportProgress progress = progress();
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      RosterImport now = stores.rosterImports().find(made.school(), made.id()).orElse(made);
      if (now.state() == RosterImport.State.DONE) {
        return true;
      }
      progress.at(ImportProgress.Step.BRINGING_IN, now.done(), now.batches());
      Thread.sleep(POLL);
    }
    return false;
  }

  @SuppressWarnings("SystemConsoleNull") // as above
  private ImportProgress progress() {
    Console console = System.console();
    if (json || console == null || !console.isTerminal()) {
      return ImportProgress.NONE;
    }
    PrintWriter err = err();
    return (step, done, of) -> {
      err.printf(
          "\r%s: %d of %d  ",
          step == ImportProgress.Step.STAGING ? "Writing ahead" : "Bringing in", done, of);
      if (done == of) {
        err.println();
      }
      err.flush();
    };
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
