// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import homeroom.chat.contracts.FreePorts;
import java.io.BufferedReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The web client in Debian's Chromium, which {@code apt-get install chromium} brings. Where there
 * is none it is skipped, and says so, unless {@code -Dhomeroom.chromium=required}.
 */
class WebClientTest {

  private static final Path WEB = Path.of("..", "web").toAbsolutePath().normalize();

  /** {@code -Dhomeroom.web.restarts=20} looks for longer. */
  private static final int RESTARTS = Integer.getInteger("homeroom.web.restarts", 3);

  private static final String CLIENT_SECRET = "a secret of thirty-two characters";

  private static final List<Path> BROWSERS =
      Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser").map(Path::of).toList();

  @TempDir private Path data = Path.of("");

  @BeforeAll
  static void buildThePage() throws Exception {
    Process build =
        new ProcessBuilder("sh", "build.sh").directory(WEB.toFile()).inheritIO().start();
    assertThat(build.waitFor()).isZero();
  }

  @BeforeEach
  void needsABrowser() {
    boolean isThere = BROWSERS.stream().anyMatch(Files::isExecutable);
    if (!isThere && "required".equals(System.getProperty("homeroom.chromium"))) {
      throw new AssertionError("There is no Chromium: apt-get install chromium");
    }
    if (!isThere) {
      System.err.println(
          "The web client is not tested: there is no Chromium (apt-get install chromium).");
    }
    assumeTrue(isThere, "no Chromium");
  }

  @Test
  void peopleTalkInTwoWindows() throws Exception {
    passes("talking.mjs");
  }

  @Test
  void everyScreenPassesAxeInEveryThemeAndFitsAPhone() throws Exception {
    passes("screens.mjs");
  }

  @Test
  void theKeyboardAloneIsEnough() throws Exception {
    passes("keyboard.mjs");
  }

  @Test
  void anAdminSeesWhatRulesWouldChangeAndWhySomebodyCannotWrite() throws Exception {
    passes("administering.mjs");
  }

  @Test
  void peopleSignInByCardsBySecondFactorsAndByTheSchoolsOwnAccounts() throws Exception {
    int port = FreePorts.first(1);
    int providerPort = FreePorts.first(1);
    String url = "http://127.0.0.1:" + port;
    String provider = "http://127.0.0.1:" + providerPort;
    Path secret = data.resolve("client-secret");
    Files.writeString(secret, CLIENT_SECRET);
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    Path config = data.resolve("homeroom.properties");
    Files.writeString(
        config,
        """
        oidc.hill.issuer=%s
        oidc.hill.client-id=hill-client
        oidc.hill.client-secret-file=%s
        oidc.hill.school=Demo School
        oidc.hill.claim=email
        """
            .formatted(provider, secret));
    var demo =
        List.of("demo", "--port", "" + port, "--data", data.resolve("data").toString(), "--config");
    try (NodeScript accounts = identityProvider(providerPort, url);
        ServerProcess server =
            ServerProcess.start(plus(demo, config.toString(), "--public-url", url))) {
      accounts.awaitLine("listening");
      succeeds(script("signing-in.mjs", server.url(), provider));
    }
  }

  private static NodeScript identityProvider(int port, String url) throws Exception {
    return NodeScript.run(
        Path.of("checks", "identity-provider.mjs"),
        String.valueOf(port),
        "hill-client",
        CLIENT_SECRET,
        url + "/authentication/oidc/hill/callback",
        url + "/");
  }

  private static List<String> plus(List<String> first, String... more) {
    return Stream.concat(first.stream(), Stream.of(more)).toList();
  }

  @Test
  @Tag("long")
  void tenThousandMessagesAClassOf500AndASlowLineAreNothingSpecial() throws Exception {
    try (ServerProcess server = demo(0, "--message-rate", "0", "--call-rate", "0")) {
      succeeds(script("large.mjs", server.url()));
    }
  }

  @Test
  void withoutNpmTheBuildSaysWhatIsMissingAndGoesOn() throws Exception {
    Path folder = Files.createDirectories(data.resolve("web"));
    Files.copy(WEB.resolve("build.sh"), folder.resolve("build.sh"));
    Path commands = Files.createDirectories(data.resolve("bin"));
    Files.createSymbolicLink(commands.resolve("dirname"), Path.of("/usr/bin/dirname"));
    var builder = new ProcessBuilder("/bin/sh", "build.sh").directory(folder.toFile());
    builder.environment().put("PATH", commands.toString());
    Process build = builder.redirectErrorStream(true).start();
    String said = new String(build.getInputStream().readAllBytes(), UTF_8);
    assertThat(build.waitFor()).as(said).isZero();
    assertThat(said).contains("built without its web client: npm is missing");
    assertThat(folder.resolve("target")).doesNotExist();
  }

  @Test
  void anAdminImportsARosterByTheKeyboardAlone() throws Exception {
    passes("importing.mjs");
  }

  @Test
  void thePageOpensWhileTheServerIsAwayAndANewBuildIsTakenUp() throws Exception {
    passes("opening.mjs");
  }

  @Test
  void nothingIsLostOrDoubledWithoutANetworkAndOverRestarts() throws Exception {
    surviveRestarts(RESTARTS);
  }

  @Test
  @Tag("long")
  void nothingIsLostOrDoubledOverTwentyRestarts() throws Exception {
    surviveRestarts(20);
  }

  private void surviveRestarts(int restarts) throws Exception {
    ServerProcess server = demo(0);
    int port = URI.create(server.url()).getPort();
    Process script = script("breaks.mjs", server.url(), data.toString(), String.valueOf(restarts));
    var printed = new ArrayList<String>();
    try (BufferedReader lines = script.inputReader(UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        printed.add(line);
        if (line.startsWith("restart ")) {
          server.kill();
          server = demo(port);
        }
      }
      assertThat(script.waitFor()).as(String.join("\n", printed)).isZero();
    } finally {
      script.destroyForcibly();
      server.close();
    }
  }

  @Test
  void theServerHasThePageForBrowsersAloneAndOnlyADemoOffersPeople() throws Exception {
    try (ServerProcess server = demo(0)) {
      HttpResponse<String> page = get(server, "/", "text/html,*/*;q=0.8");
      assertThat(page.body()).contains("<div id=\"app\">");
      assertThat(page.headers().firstValue("cache-control")).hasValue("no-cache");
      assertThat(page.headers().firstValue("content-security-policy").orElseThrow())
          .contains("default-src 'none'", "script-src 'self'", "trusted-types homeroom-shell")
          .doesNotContain("unsafe");
      String script = page.body().replaceAll("(?s).*src=\"\\./(assets/[^\"]+\\.js)\".*", "$1");
      HttpResponse<String> asset = get(server, "/" + script, "*/*");
      assertThat(asset.headers().firstValue("cache-control").orElseThrow()).contains("immutable");
      assertThat(asset.body()).doesNotContain("@demo.school", "homeroom\"}");
      HttpResponse<String> worker = get(server, "/service-worker.js", "*/*");
      assertThat(worker.headers().firstValue("cache-control")).hasValue("no-cache");
      assertThat(worker.body()).contains(script).doesNotContain("index.html");
      assertThat(get(server, "/", "application/json").statusCode()).isEqualTo(404);
      assertThat(get(server, "/", "*/*").statusCode()).isEqualTo(404);
      assertThat(get(server, "/demo.json", "*/*").body()).contains("teacher1@demo.school");
    }
    try (ServerProcess server = ServerProcess.demo(data, "--no-web")) {
      assertThat(get(server, "/", "text/html,*/*;q=0.8").statusCode()).isEqualTo(404);
      assertThat(get(server, "/service-worker.js", "*/*").statusCode()).isEqualTo(404);
    }
    var serve = List.of("serve", "--port", "0", "--data", data.toString());
    try (ServerProcess server = ServerProcess.start(serve)) {
      assertThat(get(server, "/demo.json", "*/*").statusCode()).isEqualTo(404);
    }
  }

  private void passes(String name) throws Exception {
    try (ServerProcess server = demo(0)) {
      succeeds(script(name, server.url()));
    }
  }

  private static void succeeds(Process script) throws Exception {
    String output = new String(script.getInputStream().readAllBytes(), UTF_8);
    assertThat(script.waitFor()).as(output).isZero();
  }

  private ServerProcess demo(int port, String... options) throws Exception {
    var demo = List.of("demo", "--port", String.valueOf(port), "--data", data.toString());
    return ServerProcess.start(plus(demo, options));
  }

  private static Process script(String name, String... arguments) throws Exception {
    var command = new ArrayList<>(List.of("node", "test/" + name));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).directory(WEB.toFile()).redirectErrorStream(true);
    BROWSERS.stream()
        .filter(Files::isExecutable)
        .findFirst()
        .ifPresent(found -> builder.environment().put("CHROMIUM", found.toString()));
    return builder.start();
  }

  private static HttpResponse<String> get(ServerProcess server, String path, String accept)
      throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(server.url() + path)).header("Accept", accept).build();
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
  }
}
