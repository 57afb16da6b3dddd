// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.chat.Stores;
import homeroom.chat.audit.Audit;
import homeroom.chat.audit.AuditActor;
import homeroom.chat.audit.AuditLimits;
import homeroom.chat.people.IdentityLinks;
import homeroom.chat.people.IdentityProvider;
import homeroom.chat.people.LastAdmin;
import homeroom.chat.people.LinkedIdentity;
import homeroom.chat.people.SignInWays;
import homeroom.chat.people.Unlinking;
import homeroom.chat.roster.Roster;
import homeroom.chat.roster.SchoolAdmins;
import homeroom.chat.roster.User;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.Refusal;
import homeroom.chat.school.RefusalCode;
import homeroom.chat.school.School;
import homeroom.chat.session.EndedTokens;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./homeroom user accounts PERSON}: the accounts at identity providers of somebody. */
@Command(
    name = "accounts",
    mixinStandardHelpOptions = true,
    description = {
      "Lists the accounts at identity providers that a user signs in with; links and unlinks them.",
      "Linking takes the providers of --config. For example, for an account that has not signed in"
          + " yet:",
      "  user accounts tom.albers --link hill --expected t.albers@hill.example --config FILE",
      "Works beside a running server; who is unlinked is signed out there within a second."
    })
final class UserAccountsCommand implements Callable<Integer> {

  private final Clock clock;

  @Mixin private DataOption data = new DataOption();

  @Mixin private PersonArgument person = new PersonArgument();

  @ArgGroup private @Nullable Change change;

  @Spec private CommandSpec spec = CommandSpec.create();

  UserAccountsCommand(Clock clock) {
    this.clock = clock;
  }

  /** What is to be changed, if anything is. */
  private static final class Change {

    @Option(
        names = "--unlink",
        paramLabel = "PROVIDER",
        description = "Unlinks the account of that provider, and signs the user out.")
    private @Nullable String unlink;

    @ArgGroup(exclusive = false)
    private @Nullable Link link;
  }

  private static final class Link {

    @Option(
        names = "--link",
        paramLabel = "PROVIDER",
        required = true,
        description = "Links an account of that provider of the user's school.")
    private String provider = "";

    @ArgGroup(multiplicity = "1")
    private Account account = new Account();
  }

  private static final class Account {

    @Option(
        names = "--subject",
        paramLabel = "SUB",
        description = "What the provider calls the account, in the claim 'sub'.")
    private @Nullable String subject;

    @Option(
        names = "--expected",
        paramLabel = "VALUE",
        description = "What the claim of --config will say when the account first signs in.")
    private @Nullable String expected;
  }

  @Override
  public Integer call() throws Exception {
    return person.withUser(
        data,
        (opened, user) -> {
          var links =
              new IdentityLinks(
                  opened.stores().factors(),
                  new Audit(opened.stores().audit(), clock, AuditLimits.DEFAULT),
                  clock);
          Change wanted = change;
          if (wanted == null) {
            return list(links.of(user.id()));
          }
          Link link = wanted.link;
          return link == null
              ? unlink(opened, links, user, String.valueOf(wanted.unlink))
              : link(opened, links, user, link);
        });
  }

  private int list(List<LinkedIdentity> all) {
    for (LinkedIdentity one : all) {
      out()
          .println(
              String.join(
                  "\t",
                  one.provider(),
                  one.issuer(),
                  one.subject(),
                  one.expected() ? "expected" : "linked"));
    }
    if (all.isEmpty()) {
      err().println(person.name + " has no account at an identity provider.");
    }
    return 0;
  }

  private int link(OpenStores opened, IdentityLinks links, User user, Link wanted) {
    School school = opened.stores().roster().school(user.schoolId()).orElseThrow();
    IdentityProvider provider = provider(school, wanted.provider);
    String expected = wanted.account.expected;
    if (expected != null && provider.claim() == null) {
      throw new ParameterException(
          spec.commandLine(),
          "oidc.%s.claim is missing in --config, so that no account can be expected; give its"
                  .formatted(wanted.provider)
              + " --subject.");
    }
    if (expected != null && !IdentityLinks.isExpectable(expected)) {
      throw new ParameterException(
          spec.commandLine(), "--expected is what the claim will say, such as an address.");
    }
    boolean linked =
        expected == null
            ? links.link(
                AuditActor.OPERATOR, user, provider, String.valueOf(wanted.account.subject))
            : links.expect(AuditActor.OPERATOR, user, provider, expected);
    if (!linked) {
      err()
          .println(
              "Nothing was changed: the account is linked already, or "
                  + person.name
                  + " has another one of "
                  + wanted.provider
                  + "; unlink that first.");
      return 1;
    }
    out()
        .println(
            person.name
                + (expected == null ? " signs in" : " will sign in")
                + " with that account of "
                + wanted.provider
                + ".");
    return 0;
  }

  private IdentityProvider provider(School school, String name) {
    if (data.config == null) {
      throw new ParameterException(
          spec.commandLine(), "--link needs --config FILE, which names the identity providers.");
    }
    List<IdentityProvider> all =
        data.trustedProviders().stream().filter(one -> one.isOf(school)).toList();
    return all.stream()
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new ParameterException(
                spec.commandLine(),
                "The file of --config has no identity provider '%s' of %s%s."
                    .formatted(
                        name,
                        school.name(),
                        all.isEmpty()
                            ? ""
                            : "; it has "
                                + String.join(
                                    ", ", all.stream().map(IdentityProvider::name).toList()))));
  }

  private Unlinking unlinking(OpenStores opened, IdentityLinks links, List<LinkedIdentity> gone) {
    Stores stores = opened.stores();
    var roster = new Roster(stores.roster());
    var ways = new SignInWays(stores.factors(), stores.roster(), providers(gone), clock);
    return new Unlinking(
        links,
        ways,
        roster,
        new LastAdmin(new SchoolAdmins(stores.roster(), ways, stores.adminGuard())),
        new EndedTokens(stores.endedTokens(), clock, System::nanoTime));
  }

  /** Those of the server; if they are not said, those of the accounts, which it may know. */
  private List<IdentityProvider> providers(List<LinkedIdentity> gone) {
    List<IdentityProvider> said = data.trustedProviders();
    return said.isEmpty()
        ? gone.stream()
            .map(one ->
                new IdentityProvider(one.provider(), one.issuer(), one.schoolId().value(), null))
            .toList()
        : said;
  }

  private int unlink(OpenStores opened, IdentityLinks links, User user, String provider) {
    List<LinkedIdentity> own =
        links.of(user.id()).stream().filter(one -> one.provider().equals(provider)).toList();
    if (own.isEmpty()) {
      err().println(person.name + " has no account of " + provider + ".");
      return 1;
    }
    Unlinking unlinking = unlinking(opened, links, own);
    for (LinkedIdentity one : own) {
      if (unlinking.unlink(AuditActor.OPERATOR, one)
          instanceof Outcome.Refused<LinkedIdentity>(Refusal refusal)) {
        err()
            .println(
                refusal.code() == RefusalCode.LAST_ADMIN
                    ? lastAdmin(refusal)
                    : "That account has just signed in for the first time; unlink it once more.");
        return 1;
      }
    }
    out().println("The account of " + person.name + " at " + provider + " is linked no more.");
    return 0;
  }

  /** Without the providers no other admin is known to sign in with an account of another one. */
  private String lastAdmin(Refusal refusal) {
    return refusal.message()
        + (data.trustedProviders().isEmpty()
            ? "\nAdmins who sign in with an account of another provider count with --config FILE,"
                + " which names it."
            : "");
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
