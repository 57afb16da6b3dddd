// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.api.auth.Passwords;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code ./homeroom rehearse}: starts a small demo, asks it something and stops. The launcher runs
 * it once after a build, so that the JVM can keep what it loads in its AOT cache (JEP 514) and
 * start in a fraction of the time.
 */
@Command(name = "rehearse", hidden = true, description = "Warms the cache of the JVM.")
final class RehearseCommand implements Callable<Integer> {

  private final Clock clock;

  @Mixin private ServerOptions options = new ServerOptions();

  RehearseCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws Exception {
    Path directory = Files.createTempDirectory("homeroom-rehearsal");
    options.port = 0;
    try (Homeroom homeroom = Homeroom.open(DataDirectory.open(directory), options, clock);
        Passwords passwords = new Passwords(1)) {
      new DemoSeed(homeroom, passwords.hash(DemoSchool.PASSWORD)).sow(1);
      homeroom.start();
      ask(homeroom);
    } finally {
      delete(directory);
    }
    return 0;
  }

  private static void ask(Homeroom homeroom) throws IOException, InterruptedException {
    String token =
        homeroom
            .tokens()
            .issue(
                homeroom
                    .rosterStore()
                    .credentials("student1@" + DemoSchool.DOMAIN)
                    .orElseThrow()
                    .user()
                    .id(),
                java.time.Duration.ofMinutes(1))
            .text();
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (String path :
          List.of("/conversations", "/users", "/socket.io/?EIO=4&transport=polling")) {
        client.send(
            HttpRequest.newBuilder(URI.create(homeroom.address() + path))
                .header("authorization", "Bearer " + token)
                .build(),
            BodyHandlers.discarding());
      }
    }
  }

  private static void delete(Path directory) throws IOException {
    try (var paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
