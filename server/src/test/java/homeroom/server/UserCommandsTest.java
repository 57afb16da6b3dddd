// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.api.auth.Passwords;
import homeroom.chat.roster.ClassEnrollment;
import homeroom.chat.roster.Credentials;
import homeroom.chat.roster.RosterChange;
import homeroom.chat.roster.RosterResult;
import homeroom.chat.roster.RosterStore;
import homeroom.chat.roster.SchoolClass;
import homeroom.chat.roster.User;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.Role;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The commands about people, as scripts use them. */
class UserCommandsTest {

  @TempDir private Path folder = Path.of("");

  private record Answer(int code, String text) {}

  @BeforeEach
  void install() throws Exception {
    assertThat(
            run(
                    "user",
                    "add",
                    "--school",
                    "Hill",
                    "--email",
                    "root@hill.example",
                    "--password-file",
                    file("correct horse\nsecond line\n"))
                .text())
        .contains("Added root@hill.example to Hill");
  }

  @Test
  void aNewPasswordMayComeFromAFile() throws Exception {
    Answer answer =
        run("user", "password", "root@hill.example", "--password-file", file("battery staple"));
    assertThat(answer.text()).contains("is another one");
    assertThat(answer.code()).isZero();
    try (OpenStores stores = new SqliteAddress(store()).open();
        var passwords = new Passwords(1)) {
      Credentials known = stores.stores().roster().credentials("root@hill.example").orElseThrow();
      assertThat(passwords.matches("battery staple", known.passwordHash())).isTrue();
    }
  }

  @Test
  void aPasswordThatIsTooShortChangesNothingAndSaysHowToGiveOne() throws Exception {
    Answer answer =
        run("user", "password", "root@hill.example", "--password-file", file("short\nlong enough"));
    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.text()).contains("at least 8 characters", "--password-file");
  }

  @Test
  void theListOfASchoolThatIsNotThereIsASentenceAndAnExitCode() {
    for (String[] command : new String[][] {{"user", "list"}, {"audit", "export"}}) {
      Answer none = run(command[0], command[1], "--school", "Nowhere");
      assertThat(none.text()).isEqualToIgnoringNewLines("There is no school Nowhere.");
      assertThat(none.code()).isEqualTo(1);
      Answer there = run(command[0], command[1], "--school", "Hill");
      assertThat(there.code()).isZero();
      assertThat(there.text()).doesNotContain("There is no school").isNotBlank();
    }
    assertThat(run("user", "list").text()).contains("Hill\tadmin\troot@hill.example");
  }

  @Test
  void whoIsAskedForInASchoolIsNotTakenFromAnother() throws Exception {
    String password = file("correct horse");
    String theirs = "head@dale.example";
    Answer added =
        run("user", "add", "--school", "Dale", "--email", theirs, "--password-file", password);
    assertThat(added.code()).isZero();
    Answer none = run("user", "deactivate", "root@hill.example", "--of-school", "Dale");
    assertThat(none.code()).isEqualTo(1);
    assertThat(none.text()).contains("There is no", "root@hill.example");
    assertThat(run("user", "unlock", theirs, "--of-school", "Dale").code()).isZero();
  }

  @Test
  void accountsOfAProviderAreLinkedListedAndUnlinked() throws Exception {
    Path config = folder.resolve("homeroom.properties");
    String about = "oidc.%s.issuer=https://%1$s.example\noidc.%1$s.client-id=us\n";
    Files.writeString(
        config,
        about.formatted("hill")
            + "oidc.hill.school=Hill\noidc.hill.claim=email\n"
            + about.formatted("dale")
            + "oidc.dale.school=Dale\n");
    String[] who = {"user", "accounts", "root@hill.example", "--config", config.toString()};
    assertThat(run(who).text()).contains("has no account");
    Answer expected = run(with(who, "--link", "hill", "--expected", "head@hill.example"));
    assertThat(expected.text()).contains("will sign in with that account of hill.");
    assertThat(expected.code()).isZero();
    assertThat(run(who).text()).contains("hill\thttps://hill.example\thead@hill.example\texpected");
    Answer second = run(with(who, "--link", "hill", "--subject", "7"));
    assertThat(second.text()).contains("unlink that first");
    assertThat(second.code()).isEqualTo(1);
    assertThat(run(with(who, "--unlink", "hill")).code()).isZero();
    assertThat(run(with(who, "--link", "hill", "--subject", "7")).code()).isZero();
    assertThat(run(who).text()).contains("hill\thttps://hill.example\t7\tlinked");
    Answer theirs = run(with(who, "--link", "dale", "--subject", "7"));
    assertThat(theirs.text()).contains("no identity provider 'dale' of Hill; it has hill.");
    assertThat(theirs.code()).isEqualTo(2);
    assertThat(run(with(who, "--link", "hill")).code()).isEqualTo(2);
    assertThat(run(with(who, "--unlink", "other")).code()).isEqualTo(1);
    assertThat(run("audit", "export", "--school", "Hill").text())
        .contains("identity.linked", "identity.unlinked", "hill, expected");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "user list",
        "user code root@hill.example",
        "user unlock root@hill.example",
        "token root@hill.example",
        "tokens end --all",
        "school show --school Hill",
        "audit export --school Hill",
        "audit verify",
        "epoch new"
      })
  void whoMistypesWhereTheDataIsMakesNoOther(String words) {
    Path typed = folder.resolve("dtaa");
    Answer answer = run(with(words.split(" ", -1), "--data", typed.toString()));
    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.text())
        .contains("There is no installation in " + typed + "; --data names another.");
    assertThat(typed).doesNotExist();
    Path file = typed.resolve("x.db");
    answer = run(with(words.split(" ", -1), "--store", SqliteAddress.SCHEME + file));
    assertThat(answer.text()).contains("There is no store " + file + "; --store names another.");
    assertThat(typed).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"token root@hill.example", "user code root@hill.example"})
  void nothingIsMadeWithASecretThatNoServerHas(String words) throws Exception {
    String[] command = words.split(" ", -1);
    String store = SqliteAddress.SCHEME + store();
    Path typed = folder.resolve("dtaa");
    Answer answer = run(with(command, "--store", store, "--data", typed.toString()));
    assertThat(answer.code()).isEqualTo(1);
    assertThat(answer.text())
        .contains("There is no secret " + typed.resolve("secret"), "--secret-file");
    assertThat(typed).doesNotExist();
    Path file = folder.resolve("no such secret");
    answer = run(with(command, "--secret-file", file.toString()));
    assertThat(answer.text()).contains("There is no secret " + file);
    assertThat(file).doesNotExist();
    assertThat(run("audit", "export", "--school", "Hill").text())
        .contains("user.created")
        .doesNotContain("token.issued", "sign-in-code.made");
  }

  @Test
  void whatIsMadeWithASecretOfItsOwnFileIsGoodThereAlone() throws Exception {
    Path secret = folder.resolve("secret of all");
    byte[] made = SecretFile.readOrMake(secret);
    String[] token = {"token", "root@hill.example"};
    Answer issued = run(with(token, "--secret-file", secret.toString()));
    assertThat(isSigned(issued.text().strip(), made)).isTrue();
    assertThat(isSigned(run(token).text().strip(), made)).isFalse();

    String[] code = {"user", "code", "root@hill.example"};
    String theirs = run(with(code, "--secret-file", secret.toString())).text();
    assertThat(isGood(theirs.split(" ", 2)[0], made)).isTrue();
    assertThat(isGood(run(code).text().split(" ", 2)[0], made)).isFalse();
  }

  @Test
  void cardsAreMadeWithASecretOfItsOwnFileToo() throws Exception {
    addStudentOf("7b");
    Path secret = folder.resolve("secret of all");
    byte[] key = SecretFile.readOrMake(secret);
    Path page = folder.resolve("cards.html");
    String[] words = {"user", "cards", "--school", "Hill", "--class", "7b", "--out"};
    Answer made = run(with(words, page.toString(), "--secret-file", secret.toString()));
    assertThat(made.text()).contains("1 cards are in");
    assertThat(isGood(codeOn(page), key)).isTrue();
    Path usual = folder.resolve("usual.html");
    assertThat(run(with(words, usual.toString())).code()).isZero();
    assertThat(isGood(codeOn(usual), key)).isFalse();
  }

  /** Somebody without a password, in a class that is made. */
  private void addStudentOf(String code) throws Exception {
    try (OpenStores stores = new SqliteAddress(store()).open()) {
      RosterStore roster = stores.stores().roster();
      SchoolId school = roster.schools().getFirst().id();
      Instant now = Instant.now();
      var user =
          new User(new UserId("ada"), school, Role.STUDENT, "Ada", null, "ada", true, now, now);
      var of = new SchoolClass(new ClassId(code), school, "Class " + code, code, false, now, now);
      assertThat(
              roster.apply(
                  List.of(
                      new RosterChange.AddUser(user, ""),
                      new RosterChange.AddClass(of),
                      new RosterChange.Enroll(
                          new ClassEnrollment("ada-7b", school, of.id(), user.id())))))
          .isInstanceOf(RosterResult.Applied.class);
    }
  }

  private static String codeOn(Path page) throws Exception {
    return Files.readString(page).replaceAll("(?s).*class=\"code\">([^<]*)<.*", "$1");
  }

  /** Whether somebody signs in with the code where a server has the secret. */
  private boolean isGood(String code, byte[] secret) throws Exception {
    try (OpenStores stores = new SqliteAddress(store()).open()) {
      return UserCodeCommand.codes(stores, secret, Clock.systemUTC()).redeem(code).isPresent();
    }
  }

  /** Whether the token has the signature that is made with the secret (RFC 7515, HS256). */
  private static boolean isSigned(String token, byte[] secret) throws Exception {
    int dot = token.lastIndexOf('.');
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret, "HmacSHA256"));
    byte[] signature = mac.doFinal(token.substring(0, dot).getBytes(StandardCharsets.US_ASCII));
    return Arrays.equals(signature, Base64.getUrlDecoder().decode(token.substring(dot + 1)));
  }

  @Test
  void anAccountIsUnlinkedWithoutTheProvidersToo() throws Exception {
    String[] who = {"user", "accounts", "root@hill.example"};
    assertThat(run(with(who, "--link", "hill", "--subject", "7")).text())
        .contains("--link needs --config FILE");
    assertThat(run(with(who, "--link", "hill", "--subject", "7", "--config", config())).code())
        .isZero();
    assertThat(run(with(who, "--unlink", "hill")).text()).contains("is linked no more.");
    assertThat(run(who).text()).contains("has no account");
  }

  @Test
  void theLastAdminsAccountStaysUnlessTheProvidersThatAreSaidAreOthers() throws Exception {
    String config = config();
    String[] who = {"user", "accounts", "root@hill.example"};
    assertThat(run(with(who, "--link", "hill", "--subject", "7", "--config", config)).code())
        .isZero();
    withoutPassword("root@hill.example");
    Answer refused = run(with(who, "--unlink", "hill"));
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.text()).contains("last active admin", "count with --config FILE");
    Answer told = run(with(who, "--unlink", "hill", "--config", config));
    assertThat(told.code()).isEqualTo(1);
    assertThat(told.text()).contains("last active admin").doesNotContain("--config");
    String others =
        file(
            "oidc.dale.issuer=https://dale.example\noidc.dale.client-id=us\noidc.dale.school=Dale");
    assertThat(run(with(who, "--unlink", "hill", "--config", others)).code()).isZero();
  }

  /** They signed in with it before; now it is gone, as of somebody whom a roster brought. */
  private void withoutPassword(String email) throws Exception {
    try (OpenStores stores = new SqliteAddress(store()).open()) {
      User user = stores.stores().roster().credentials(email).orElseThrow().user();
      assertThat(
              stores
                  .stores()
                  .roster()
                  .apply(List.of(new RosterChange.SetPassword(user.schoolId(), user.id(), ""))))
          .isNotNull();
    }
  }

  /** A file that names the provider of Hill. */
  private String config() throws Exception {
    Path config = folder.resolve("homeroom.properties");
    return Files.writeString(
            config,
            """
            oidc.hill.issuer=https://hill.example
            oidc.hill.client-id=us
            oidc.hill.school=Hill
            """)
        .toString();
  }

  private static String[] with(String[] words, String... more) {
    return Stream.concat(Stream.of(words), Stream.of(more)).toArray(String[]::new);
  }

  private Path store() {
    return folder.resolve("data").resolve(DataDirectory.STORE);
  }

  private String file(String text) throws Exception {
    return Files.writeString(folder.resolve("password"), text).toString();
  }

  private Answer run(String... words) {
    var said = new StringWriter();
    var commands = new CommandLine(new HomeroomCommand(), new CommandFactory(Clock.systemUTC()));
    commands.setOut(new PrintWriter(said)).setErr(new PrintWriter(said));
    var all = new ArrayList<>(List.of(words));
    if (!all.contains("--data")) {
      all.addAll(List.of("--data", folder.resolve("data").toString()));
    }
    int code = commands.execute(all.toArray(String[]::new));
    return new Answer(code, said.toString());
  }
}
