// SPDX-License-Identifier: Apache-2.0
package homeroom.cluster.redis;

import static homeroom.cluster.redis.Buses.aNode;
import static homeroom.cluster.redis.Buses.aSchool;
import static homeroom.cluster.redis.Buses.change;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import homeroom.chat.bus.BusUnavailable;
import homeroom.chat.contracts.RedisProcess;
import homeroom.chat.contracts.TestCertificate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Passwords and TLS: who has not the one, or is not trusted, gets nothing, and no log has any. */
class SecretsTest {

  private static final String PASSWORD = "open-sesame-4711";

  private static final List<String> LOGGERS =
      List.of("homeroom.cluster.redis", "io.lettuce", "io.netty", "reactor");

  @TempDir private Path folder = Path.of("");

  private final Buses buses = new Buses();
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

  /** At the most talkative level but one: at TRACE the driver writes whatever it sends. */
  @BeforeEach
  void listen() {
    RedisProcess.demand();
    logged.start();
    for (String name : LOGGERS) {
      logger(name).addAppender(logged);
      logger(name).setLevel(Level.DEBUG);
      logger(name).setAdditive(false);
    }
  }

  @AfterEach
  void stop() {
    buses.close();
    for (String name : LOGGERS) {
      logger(name).detachAppender(logged);
      logger(name).setLevel(Level.ERROR);
      logger(name).setAdditive(true);
    }
  }

  private static Logger logger(String name) {
    return (Logger) LoggerFactory.getLogger(name);
  }

  private void nothingLoggedHas(String secret) {
    assertThat(new ArrayList<>(logged.list))
        .isNotEmpty()
        .allSatisfy(event -> {
          assertThat(event.getFormattedMessage()).doesNotContain(secret);
          if (event.getThrowableProxy() != null) {
            assertThat(ThrowableProxyUtil.asString(event.getThrowableProxy()))
                .doesNotContain(secret);
          }
        });
  }

  private RedisServer server(RedisProcess redis, String scheme, String info) {
    return RedisServer.parse(scheme + "://" + info + "localhost:" + redis.port());
  }

  @Test
  void whoHasThePasswordIsServedAndNobodyElse() {
    try (var redis = new RedisProcess(folder, "--requirepass", PASSWORD)) {
      RedisBus bus = buses.open(server(redis, "redis", ":" + PASSWORD + "@"));
      assertThat(bus.append(aSchool(), change(1)).offset()).isEqualTo(1);
      for (String wrong : List.of("", ":" + PASSWORD + "-not@", "nobody:" + PASSWORD + "@")) {
        RedisBus stranger = buses.open(server(redis, "redis", wrong));
        assertThatThrownBy(() -> stranger.head(aSchool()))
            .isInstanceOf(BusUnavailable.class)
            .hasNoCause()
            .hasMessageContaining("refuses: ")
            .message()
            .doesNotContain(PASSWORD);
      }
      nothingLoggedHas(PASSWORD);
    }
  }

  @Test
  void aUserWhoMayUseTheBusAloneIsServed() {
    String user =
        "homeroom on >%s resetkeys ~hr:* resetchannels &hr:* -@all +@connection +@scripting +@pubsub"
                .formatted(PASSWORD)
            + " +info +@hash +@stream +@sortedset +del +pexpire +time";
    List<String> options = new ArrayList<>(List.of("--user"));
    options.addAll(List.of(user.split(" ", -1)));
    try (var redis = new RedisProcess(folder, options.toArray(String[]::new))) {
      RedisBus bus = buses.open(server(redis, "redis", "homeroom:" + PASSWORD + "@"));
      assertThat(bus.append(aSchool(), change(1)).offset()).isEqualTo(1);
      bus.beat(List.of(aSchool()));
      nothingLoggedHas(PASSWORD);
    }
  }

  @Test
  void overTlsAServerIsAskedOnlyIfItsCertificateIsTrusted() throws Exception {
    TestCertificate files = TestCertificate.make(folder);
    String certificate = files.certificate().toString();
    try (var redis =
        new RedisProcess(
            folder,
            "--port",
            "0",
            "--tls-port",
            "PORT",
            "--tls-cert-file",
            certificate,
            "--tls-key-file",
            files.key().toString(),
            "--tls-ca-cert-file",
            certificate,
            "--tls-auth-clients",
            "no",
            "--requirepass",
            PASSWORD)) {
      RedisServer server = server(redis, "rediss", ":" + PASSWORD + "@");
      RedisBus trusting = open(server, files.certificate());
      assertThat(trusting.append(aSchool(), change(1)).offset()).isEqualTo(1);
      RedisBus distrusting = open(server, null);
      assertThatThrownBy(() -> distrusting.head(aSchool())).isInstanceOf(BusUnavailable.class);
      RedisBus plain = open(server(redis, "redis", ":" + PASSWORD + "@"), null);
      assertThatThrownBy(() -> plain.head(aSchool())).isInstanceOf(BusUnavailable.class);
      nothingLoggedHas(PASSWORD);
    }
  }

  private RedisBus open(RedisServer server, @Nullable Path trusted) {
    return buses.open(
        new RedisBusSettings(List.of(server), trusted, Buses.STORE, Buses.PATIENT), aNode());
  }
}
