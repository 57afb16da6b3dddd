// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.chat.query.Filter;
import homeroom.chat.query.Page;
import homeroom.chat.query.Query;
import homeroom.chat.roster.RosterStore;
import homeroom.chat.roster.User;
import homeroom.chat.school.School;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ./homeroom user list}: the people of an installation, a line each. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description =
        "Prints everybody: school, role, address or user name, name and id, separated by tabs.")
final class UserListCommand implements Callable<Integer> {

  @Mixin private DataOption data = new DataOption();

  @Mixin private SchoolOption school = new SchoolOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    try (OpenStores opened = data.find().store().open()) {
      RosterStore roster = opened.stores().roster();
      List<School> schools = school.find(roster);
      schools.forEach(each -> print(roster, each));
      return school.isGiven() && schools.isEmpty() ? 1 : 0;
    }
  }

  private void print(RosterStore roster, School school) {
    PrintWriter out = spec.commandLine().getOut();
    int skip = 0;
    Page<User> page;
    do {
      page = roster.findUsers(school.id(), new Query(Filter.ALL, List.of(), Query.MAX_LIMIT, skip));
      for (User user : page.data()) {
        String role = user.role().name().toLowerCase(Locale.ROOT);
        out.printf(
            "%s\t%s%s\t%s\t%s\t%s%n",
            school.name(),
            role,
            user.active() ? "" : " (deactivated)",
            user.signInName(),
            user.name(),
            user.id());
      }
      skip += page.data().size();
    } while (!page.data().isEmpty());
    out.flush();
  }
}
