// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import homeroom.chat.contracts.FreePorts;
import homeroom.chat.contracts.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A proxy that runs a configuration of {@code deploy} as it is, but for addresses and files. Where
 * one is not installed its test is skipped and says so; {@code -Dhomeroom.proxies=required} has it
 * fail.
 */
record ReverseProxy(Process process, Path logFile) implements AutoCloseable {

  private static final Path DEPLOY = Path.of("..", "deploy").toAbsolutePath().normalize();

  /**
   * Where it runs.
   *
   * @param folder for its files
   * @param port to listen on
   * @param files its certificate and key
   */
  record Place(Path folder, int port, TestCertificate files) {

    /** On a free port, with a certificate of its own. */
    static Place in(Path folder) throws Exception {
      return new Place(folder, FreePorts.first(1), TestCertificate.make(folder));
    }

    String url() {
      return "https://localhost:" + port;
    }
  }

  /** The text of a configuration in {@code deploy}. */
  static String published(String file) throws IOException {
    return Files.readString(DEPLOY.resolve(file));
  }

  /**
   * Runs nginx.
   *
   * @param published a file for its folder {@code conf.d}
   * @param upstreams where the servers that it names are here
   */
  static ReverseProxy nginx(String published, Map<String, String> upstreams, Place place)
      throws Exception {
    var here = new HashMap<>(upstreams);
    here.put("listen 443 ssl", "listen 127.0.0.1:" + place.port() + " ssl");
    here.put("server_name my.school", "server_name localhost");
    here.put("/etc/ssl/my.school/fullchain.pem", place.files().certificate().toString());
    here.put("/etc/ssl/my.school/privkey.pem", place.files().key().toString());
    Path site = place.folder().resolve("site.conf");
    Files.writeString(site, replaced(published, here));
    Path main = place.folder().resolve("nginx.conf");
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
            .formatted(place.folder(), site));
    return start(place, "nginx", "-e", "stderr", "-c", main.toString());
  }

  /**
   * Runs HAProxy.
   *
   * @param published what follows on the section {@code global}
   * @param upstreams where the servers that it names are here
   */
  static ReverseProxy haproxy(String published, Map<String, String> upstreams, Place place)
      throws Exception {
    Path both = place.folder().resolve("both.pem");
    Files.writeString(
        both,
        Files.readString(place.files().certificate()) + Files.readString(place.files().key()));
    var here = new HashMap<>(upstreams);
    here.put("bind :443", "bind 127.0.0.1:" + place.port());
    here.put("/etc/haproxy/my.school.pem", both.toString());
    Path configuration = place.folder().resolve("haproxy.cfg");
    Files.writeString(configuration, "global\n    maxconn 1000\n\n" + replaced(published, here));
    return start(place, "haproxy", "-db", "-f", configuration.toString());
  }

  private static ReverseProxy start(Place place, String program, String... arguments)
      throws Exception {
    var command = new ArrayList<>(List.of(find(program).orElseThrow().toString()));
    command.addAll(List.of(arguments));
    Path log = place.folder().resolve(program + ".log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    var proxy = new ReverseProxy(process, log);
    await(program)
        .atMost(Duration.ofSeconds(20))
        .until(() -> answers(place.port()) || !process.isAlive());
    assertThat(process.isAlive()).as(proxy.log()).isTrue();
    return proxy;
  }

  private static boolean answers(int port) {
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

  /** Skips the test that is running unless that proxy is there. */
  static void demand(String program) {
    if (installed(program)) {
      return;
    }
    String missing = program + " is not installed: its configuration is not tested";
    System.out.println("SKIPPED: " + missing);
    assertThat(System.getProperty("homeroom.proxies", "")).as(missing).isNotEqualTo("required");
    assumeTrue(false, missing);
  }

  static boolean installed(String program) {
    return find(program).isPresent();
  }

  /** Debian has them where people who are not root may not look. */
  private static Optional<Path> find(String program) {
    return Stream.of((System.getenv("PATH") + ":/usr/sbin").split(":", -1))
        .map(directory -> Path.of(directory, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** What it has logged so far. */
  String log() throws IOException {
    return Files.readString(logFile, UTF_8);
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
