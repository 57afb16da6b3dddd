// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.chat.Stores;
import homeroom.chat.audit.AuditActor;
import homeroom.chat.policy.RuleText;
import homeroom.chat.policy.Rules;
import homeroom.chat.policy.Settings;
import homeroom.chat.roster.Roster;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.Refusal;
import homeroom.chat.school.School;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./homeroom school set}: other rules for a school. */
@Command(
    name = "set",
    mixinStandardHelpOptions = true,
    description = {
      "Sets rules of a school.",
      "'school show' prints all of them with their values. For example:",
      "  school set preset=primary timeZone=Europe/Berlin",
      "  school set \"quiet=student mon-fri 18:00-07:00\" write.direct.student.student=off",
      "A running server on the same data follows within 5 seconds."
    })
final class SchoolSetCommand implements Callable<Integer> {

  private final Clock clock;

  @Mixin private DataOption data = new DataOption();

  @Mixin private SchoolArgument school = new SchoolArgument();

  @Option(
      names = "--version-seen",
      paramLabel = "N",
      description = "Changes nothing if the rules have another version by now.")
  private @Nullable Long seen;

  @Parameters(paramLabel = "NAME=VALUE", arity = "1..*", description = "Rules with their values.")
  private List<String> values = List.of();

  @Spec private CommandSpec spec = CommandSpec.create();

  SchoolSetCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws Exception {
    Map<String, String> wanted = wanted();
    try (OpenStores opened = data.find().store().open()) {
      Optional<School> found = school.find(opened.stores().roster());
      return found.isEmpty() ? 1 : set(opened.stores(), found.get(), wanted);
    }
  }

  private Map<String, String> wanted() {
    var wanted = new HashMap<String, String>();
    for (String value : values) {
      int equals = value.indexOf('=');
      if (equals < 1) {
        throw new ParameterException(
            spec.commandLine(), "'" + value + "' is not NAME=VALUE, for example preset=open.");
      }
      wanted.put(value.substring(0, equals), value.substring(equals + 1));
    }
    return wanted;
  }

  private int set(Stores stores, School one, Map<String, String> wanted) {
    var rules = new Rules(stores.settings(), new Roster(stores.roster()));
    Rules.Current before = rules.of(one.id());
    Outcome<Settings.Shown> outcome =
        new Settings(rules, clock, () -> {})
            .change(one.id(), AuditActor.OPERATOR, seen == null ? before.version() : seen, wanted);
    return switch (outcome) {
      case Outcome.Refused<Settings.Shown>(Refusal refusal) -> {
        spec.commandLine().getErr().println(refusal.message());
        refusal
            .fields()
            .forEach(
                (name, wrong) -> spec.commandLine().getErr().println(name + " " + wrong + "."));
        yield 2;
      }
      case Outcome.Done<Settings.Shown>(Settings.Shown shown) -> {
        RuleText.difference(before.rules(), shown.current().rules())
            .forEach((name, value) -> spec.commandLine().getOut().println(name + "=" + value));
        spec.commandLine()
            .getOut()
            .println(one.name() + " has version " + shown.current().version() + " of its rules.");
        yield 0;
      }
    };
  }
}
