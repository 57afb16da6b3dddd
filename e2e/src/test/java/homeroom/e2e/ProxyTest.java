// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The configurations in {@code deploy}, run by the proxies that they are for, with official clients
 * in front. Where a proxy is not installed its test is skipped and says so; {@code
 * -Dhomeroom.proxies=required} has it fail.
 */
class ProxyTest {

  private static final Path DEPLOY = Path.of("..", "deploy").toAbsolutePath().normalize();

  /** Seconds between two heartbeats of the server. */
  private static final int HEARTBEAT = 25;

  @TempDir private static Path folder = Path.of("");

  private static int port;
  private static @Nullable TestCertificate certificate;
  private static @Nullable ServerProcess server;

  @BeforeAll
  static void start() throws Exception {
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    if (installed("nginx") || installed("haproxy")) {
      certificate = TestCertificate.make(folder);
      server =
          ServerProcess.demo(
              folder.resolve("data"), "--trusted-proxy", "127.0.0.1", "--public-url", url());
    }
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  private static String url() {
    return "https://localhost:" + port + "/chat";
  }

  @Test
  void everythingWorksBehindNginx() throws Exception {
    demand("nginx");
    String published = Files.readString(DEPLOY.resolve("nginx/homeroom.conf"));
    assertThat(seconds(published, "proxy_(?:read|send)_timeout")).allMatch(it -> it > HEARTBEAT);
    Path site = folder.resolve("site.conf");
    Files.writeString(
        site,
        replaced(
            published,
            Map.of(
                "listen 443 ssl", "listen 127.0.0.1:" + port + " ssl",
                "server_name my.school", "server_name localhost",
                "127.0.0.1:3030", upstream(),
                "/etc/ssl/my.school/fullchain.pem", files().certificate().toString(),
                "/etc/ssl/my.school/privkey.pem", files().key().toString())));
    Path main = folder.resolve("nginx.conf");
    Files.writeString(
        main,
        """
        daemon off;
        master_process off;
        pid %1$s/nginx.pid;
        error_log stderr;
        events {}
        http {
          access_log off;
          client_body_temp_path %1$s/body;
          proxy_temp_path %1$s/proxy;
          fastcgi_temp_path %1$s/fastcgi;
          uwsgi_temp_path %1$s/uwsgi;
          scgi_temp_path %1$s/scgi;
          include %2$s;
        }
        """
            .formatted(folder, site));
    passBehind("nginx", "-e", "stderr", "-c", main.toString());
  }

  @Test
  void everythingWorksBehindHaproxy() throws Exception {
    demand("haproxy");
    String published = Files.readString(DEPLOY.resolve("haproxy/haproxy.cfg"));
    assertThat(seconds(published, "timeout (?:client|server|tunnel)"))
        .hasSize(3)
        .allMatch(it -> it > HEARTBEAT);
    Path both = folder.resolve("both.pem");
    Files.writeString(
        both, Files.readString(files().certificate()) + Files.readString(files().key()));
    Path configuration = folder.resolve("haproxy.cfg");
    Files.writeString(
        configuration,
        "global\n    maxconn 1000\n\n"
            + replaced(
                published,
                Map.of(
                    "bind :443", "bind 127.0.0.1:" + port,
                    "127.0.0.1:3030", upstream(),
                    "/etc/haproxy/my.school.pem", both.toString())));
    passBehind("haproxy", "-db", "-f", configuration.toString());
  }

  private static void passBehind(String program, String... arguments) throws Exception {
    var command = new ArrayList<>(List.of(find(program).orElseThrow().toString()));
    command.addAll(List.of(arguments));
    Path log = folder.resolve(program + ".log");
    Process proxy =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      await(program).atMost(Duration.ofSeconds(20)).until(() -> answers() || !proxy.isAlive());
      assertThat(proxy.isAlive()).as(Files.readString(log, UTF_8)).isTrue();
      ClientCheck.Ended ended =
          ClientCheck.run(
              List.of("node", ClientCheck.CLIENTS.resolve("checks/proxied.mjs").toString(), url()),
              Map.of("NODE_EXTRA_CA_CERTS", files().certificate().toString()));
      assertThat(ended.exitCode()).as(ended.output() + Files.readString(log, UTF_8)).isZero();
    } finally {
      proxy.destroy();
      proxy.onExit().join();
    }
  }

  private static boolean answers() {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** The configuration as it is here; each thing that differs has to stand in it. */
  private static String replaced(String published, Map<String, String> here) {
    String text = published;
    for (var each : here.entrySet()) {
      assertThat(text).contains(each.getKey());
      text = text.replace(each.getKey(), each.getValue());
    }
    return text;
  }

  private static List<Integer> seconds(String configuration, String name) {
    return Pattern.compile("\\b" + name + " (\\d+)s")
        .matcher(configuration)
        .results()
        .map(found -> Integer.valueOf(found.group(1)))
        .toList();
  }

  private static String upstream() {
    if (server == null) {
      throw new IllegalStateException("no proxy is installed");
    }
    return server.url().substring("http://".length());
  }

  private static TestCertificate files() {
    if (certificate == null) {
      throw new IllegalStateException("no proxy is installed");
    }
    return certificate;
  }

  private static void demand(String program) {
    if (installed(program)) {
      return;
    }
    String missing = program + " is not installed: its configuration is not tested";
    System.out.println("SKIPPED: " + missing);
    assertThat(System.getProperty("homeroom.proxies", "")).as(missing).isNotEqualTo("required");
    assumeTrue(false, missing);
  }

  private static boolean installed(String program) {
    return find(program).isPresent();
  }

  /** Debian has them where people who are not root may not look. */
  private static Optional<Path> find(String program) {
    return Stream.of((System.getenv("PATH") + ":/usr/sbin").split(":", -1))
        .map(directory -> Path.of(directory, program))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
