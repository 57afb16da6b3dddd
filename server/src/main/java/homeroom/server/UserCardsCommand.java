// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.api.rest.CardPage;
import homeroom.chat.audit.AuditAction;
import homeroom.chat.people.SignInCodes;
import homeroom.chat.roster.Roster;
import homeroom.chat.roster.SchoolClass;
import homeroom.chat.school.School;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./homeroom user cards}: the sign-in codes of a class, as a page to print. */
@Command(
    name = "cards",
    mixinStandardHelpOptions = true,
    description = {
      "Writes a page of cards with a sign-in code for each student of a class who has no password;"
          + " codes of before are good no more.",
      "Works beside a running server."
    })
final class UserCardsCommand implements Callable<Integer> {

  private final Clock clock;

  @Mixin private DataOption data = new DataOption();

  @Mixin private SecretOption secret = new SecretOption();

  @Option(names = "--school", required = true, description = "The name of the school.")
  private String school = "";

  @Option(names = "--class", required = true, description = "The code or the id of the class.")
  private String code = "";

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "The page, which must not be there yet.")
  private Path out = Path.of("");

  @Option(names = "--address", description = "Where people sign in, to be printed.")
  private String address = "";

  @Option(
      names = "--hours",
      defaultValue = "168",
      description = "How long they last, in hours, 1 to 2160 (default: 168).")
  private int hours = 168;

  @Spec private CommandSpec spec = CommandSpec.create();

  UserCardsCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws Exception {
    if (hours < 1 || hours > SignInCodes.MAX_HOURS) {
      throw new ParameterException(spec.commandLine(), "--hours is 1 to 2160.");
    }
    DataDirectory directory = data.find();
    try (OpenStores opened = directory.store().open()) {
      Optional<School> found =
          opened.stores().roster().schools().stream()
              .filter(each -> each.name().equals(school))
              .findFirst();
      if (found.isEmpty()) {
        spec.commandLine().getErr().println("There is no school " + school + ".");
        return 1;
      }
      List<SchoolClass> classes =
          new Roster(opened.stores().roster())
              .classes(found.get().id()).stream()
                  .filter(each -> !each.archived())
                  .filter(each -> each.code().equals(code) || each.id().value().equals(code))
                  .toList();
      if (classes.size() != 1) {
        spec.commandLine()
            .getErr()
            .println(
                (classes.isEmpty() ? "There is no class " : "There are several classes ")
                    + code
                    + " in "
                    + school
                    + ".");
        return 1;
      }
      return write(opened, directory, found.get(), classes.getFirst());
    }
  }

  private int write(
      OpenStores opened, DataDirectory directory, School owner, SchoolClass schoolClass)
      throws Exception {
    SignInCodes codes = UserCodeCommand.codes(opened, secret.secret(directory), clock);
    Files.createFile(out);
    DataDirectory.OwnerOnly.restrict(out, "rw-------");
    var made = new ArrayList<SignInCodes.Made>();
    for (var user : codes.withoutPassword(schoolClass)) {
      new OperatorAudit(clock).record(opened.stores(), user, AuditAction.SIGN_IN_CODE_MADE);
      made.add(codes.make(user, Duration.ofHours(hours)));
    }
    Files.writeString(
        out, CardPage.of(new SignInCodes.OfClass(schoolClass, made), owner.name(), address));
    spec.commandLine().getOut().println(made.size() + " cards are in " + out + ".");
    return 0;
  }
}
