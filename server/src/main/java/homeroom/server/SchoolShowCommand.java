// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.chat.Stores;
import homeroom.chat.policy.RuleText;
import homeroom.chat.policy.Rules;
import homeroom.chat.roster.Roster;
import homeroom.chat.school.School;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ./homeroom school show}: the rules of a school, a line each. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = {
      "Prints the rules of a school, a NAME=VALUE a line.",
      "They are as 'school set' takes them; their version comes first."
    })
final class SchoolShowCommand implements Callable<Integer> {

  @Mixin private DataOption data = new DataOption();

  @Mixin private SchoolArgument school = new SchoolArgument();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    try (OpenStores opened = data.find().store().open()) {
      Optional<School> found = school.find(opened.stores().roster());
      found.ifPresent(one -> print(opened.stores(), one));
      return found.isPresent() ? 0 : 1;
    }
  }

  private void print(Stores stores, School one) {
    PrintWriter out = spec.commandLine().getOut();
    Rules.Current now = new Rules(stores.settings(), new Roster(stores.roster())).of(one.id());
    out.println("# " + one.name() + ", version " + now.version());
    RuleText.of(now.rules()).forEach((name, value) -> out.println(name + "=" + value));
    out.flush();
  }
}
