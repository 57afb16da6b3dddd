// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.api.auth.Passwords;
import homeroom.chat.roster.Credentials;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
    all.addAll(List.of("--data", folder.resolve("data").toString()));
    int code = commands.execute(all.toArray(String[]::new));
    return new Answer(code, said.toString());
  }
}
