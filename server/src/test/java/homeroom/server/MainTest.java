// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class MainTest {

  @TempDir private Path folder = Path.of("");

  private record Answer(int code, String text) {}

  private static Answer run(String... words) {
    var said = new StringWriter();
    var writer = new PrintWriter(said);
    int code = Main.run(words, Map.of(), commands -> commands.setOut(writer).setErr(writer));
    return new Answer(code, said.toString());
  }

  @Test
  void whatIsWrongWithACommandLineIsSaidLastAndWithWhatIsMeant() {
    Answer answer = run("serve", "--prot", "3030");
    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.text().lines())
        .containsExactly(
            "Unknown options: '--prot', '3030'",
            "Is --port meant?",
            "All of its options: ./homeroom serve --help");
    assertThat(run("token").text().lines())
        .containsExactly(
            "Missing required parameter: 'PERSON'", "All of its options: ./homeroom token --help");
    assertThat(run("user", "add", "--email", "a@b.example").text())
        .contains("--school")
        .endsWith("./homeroom user add --help\n");
  }

  @Test
  void ofACommandThatOnlyNamesOthersTheOthersAreListed() {
    assertThat(run("serv").text()).contains("'serv'", "Did you mean: homeroom serve");
    assertThat(run("user").text()).contains("add", "password", "deactivate");
  }

  @Test
  void aFileOfSettingsThatCannotBeReadIsASentence() throws Exception {
    Path none = folder.resolve("none");
    assertThat(run("doctor", "--config", none.toString()))
        .isEqualTo(
            new Answer(
                2,
                "The file of --config, %s, cannot be read: There is no file %1$s.%n"
                    .formatted(none)));
    assertThat(run("doctor", "--config", folder.toString()).text()).contains("Is a directory");
    Path odd = Files.write(folder.resolve("odd"), new byte[] {'a', '=', (byte) 0xff});
    assertThat(run("doctor", "--config=" + odd).text()).contains("not written in UTF-8");
    Files.writeString(odd, "a=\\u00g0");
    assertThat(run("doctor", "--config=" + odd).text()).contains("no properties file");
  }

  @ParameterizedTest
  @CsvSource({
    "--port, 99999, 'it is a whole number, 0 to 65535.'",
    "--ping-interval-ms, 0, 'it is a whole number, 1 to 2147483647.'",
    "--message-rate, many, 'it is a whole number, 0 to 2147483647.'",
    "--trusted-proxy, hello, 'not an address or CIDR range: hello'",
    "--allow-origin, http://x/y, 'an origin is scheme://host'"
  })
  void whatAnOptionMayBeIsSaidWithItsName(String option, String value, String wrong) {
    Answer answer = run("serve", option, value, "--data", folder.resolve("data").toString());
    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.text()).contains("Invalid value for option '" + option, wrong);
    assertThat(folder.resolve("data")).doesNotExist();
  }

  @Test
  void whatCannotBeServedIsASentence() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "no certificate");
    String data = folder.resolve("data").toString();
    assertThat(run("serve", "--data", file.toString()).text()).contains(file + " is no directory.");
    Path none = folder.resolve("no/cert.pem");
    assertThat(
            run(
                    "serve",
                    "--port",
                    "0",
                    "--data",
                    data,
                    "--tls-key",
                    file.toString(),
                    "--tls-cert",
                    none.toString())
                .text())
        .contains("There is no folder " + none.getParent() + ", and so no cert.pem in it.");
    assertThat(
            run(
                    "serve",
                    "--port",
                    "0",
                    "--data",
                    data,
                    "--tls-key",
                    file.toString(),
                    "--tls-cert",
                    file.toString())
                .text())
        .contains("The certificate " + file + " and the key " + file + " cannot be used for TLS.");
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());
      assertThat(run("serve", "--data", data, "--port", port).text())
          .contains("cannot listen on 127.0.0.1:" + port + ": choose another --port");
    }
  }

  @ParameterizedTest
  @CsvSource({"--port,--prot", "--data,--date", "--tls-cert,--tlscert", "a,a"})
  void whatIsTypedWrongIsNear(String right, String wrong) {
    assertThat(WrongInput.distance(right, wrong)).isLessThanOrEqualTo(1);
    assertThat(WrongInput.distance(right, "--quite-other")).isGreaterThan(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"serve", "demo", "roster"})
  void aCommandThatIsMadeWithoutTheOthersSaysTheSameOfItself(String name) {
    CommandLine alone = Main.alone(name, Clock.systemUTC()).orElseThrow();
    assertThat(Main.all(Clock.systemUTC()).getSubcommands())
        .extractingByKey(name)
        .extracting(CommandLine::getUsageMessage)
        .isEqualTo(alone.getUsageMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"token", "--help", "sreve", ""})
  void whateverElseIsAskedIsAskedOfAllCommands(String name) {
    assertThat(Main.alone(name, Clock.systemUTC())).isEmpty();
  }
}
