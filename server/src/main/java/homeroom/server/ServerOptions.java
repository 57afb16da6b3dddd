// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.api.oidc.OidcProvider;
import homeroom.chat.ChatLimits;
import homeroom.chat.conversation.GroupLimits;
import homeroom.chat.message.MessageLimits;
import homeroom.chat.presence.PresenceLimits;
import homeroom.chat.rate.CallLimits;
import homeroom.http.Cors;
import homeroom.http.HttpServer;
import homeroom.http.IoBackend;
import homeroom.socketio.SocketIoLimits;
import homeroom.socketio.engine.EngineLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What can be chosen about a running server. */
final class ServerOptions {

  private static final Logger LOG = LoggerFactory.getLogger(ServerOptions.class);

  /** How long a client may take to join the namespace, which costs it one packet. */
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  @Option(
      names = "--port",
      converter = WholeNumber.Port.class,
      defaultValue = "3030",
      description = "The port to listen on, 0 for any free one (default: 3030).")
  int port;

  @Option(
      names = "--host",
      defaultValue = "127.0.0.1",
      description =
          "The address to listen on (default: 127.0.0.1, this machine only;"
              + " 0.0.0.0 for every network).")
  String host = "127.0.0.1";

  @Option(
      names = "--io",
      paramLabel = "KIND",
      converter = IoConverter.class,
      description =
          "How the network is asked: io_uring, epoll, nio, or auto for the fastest that this"
              + " machine allows (default: auto).")
  IoBackend io = IoBackend.best();

  @Option(
      names = "--token-hours",
      defaultValue = "24",
      converter = TokenHours.class,
      paramLabel = "HOURS",
      description = "How long a sign-in lasts, in hours, 1 to 8784 (default: 24).")
  Duration tokenLifetime = Duration.ofHours(24);

  @Option(
      names = "--message-rate",
      converter = WholeNumber.FromZero.class,
      defaultValue = "60",
      description =
          "Messages a user may send at once, refilled by one per second;"
              + " 0 for no limit (default: 60).")
  int messageRate;

  @Option(
      names = "--call-rate",
      converter = WholeNumber.FromZero.class,
      defaultValue = "400",
      description =
          "What a user may spend on calls at once, refilled in twenty seconds, see"
              + " docs/limits.md; 0 for no limit, of groups neither (default: 400).")
  int callRate = 400;

  @Option(
      names = "--edit-window-minutes",
      converter = WholeNumber.FromZero.class,
      defaultValue = "15",
      description = "How long after sending an author may edit, in minutes (default: 15).")
  int editWindowMinutes;

  @Option(
      names = "--ping-interval-ms",
      converter = WholeNumber.FromOne.class,
      defaultValue = "25000",
      description =
          "The heartbeat of a socket, in milliseconds; what a client got, but did not ack, is known"
              + " to be delivered after one (default: 25000).")
  int pingIntervalMillis;

  @Option(
      names = "--offline-grace-ms",
      converter = WholeNumber.FromZero.class,
      defaultValue = "5000",
      description =
          "How long after the last connection of a user closed, without signing out, others are"
              + " told, in milliseconds; 0 for at once (default: 5000).")
  int offlineGraceMillis;

  @Option(
      names = "--drain-seconds",
      defaultValue = "0",
      converter = DrainSeconds.class,
      paramLabel = "SECONDS",
      description =
          "Over how long a server that is told to stop closes its sockets, evenly, so that not"
              + " everybody comes back at once, in seconds, 0 to 600 (default: 0).")
  Duration drain = Duration.ZERO;

  @Option(
      names = "--check-after-seconds",
      converter = WholeNumber.FromZero.class,
      defaultValue = "300",
      description =
          "How long after the start the file of the store is read for damaged pages, beside"
              + " everything else, in seconds (default: 300).")
  int checkAfterSeconds = 300;

  @Option(
      names = "--roster-poll-ms",
      converter = WholeNumber.FromOne.class,
      defaultValue = "2500",
      description =
          "How often to look for changes that other processes made to users and classes, in"
              + " milliseconds (default: 2500).")
  int rosterPollMillis;

  @Option(
      names = "--roster-folder",
      paramLabel = "DIR",
      description =
          "Where a student information system puts its exports: what is new there becomes the"
              + " roster of the school, or with a folder of each school's name, of that school"
              + " (default: none).")
  @Nullable Path rosterFolder;

  @Option(
      names = "--allow-origin",
      converter = OriginConverter.class,
      paramLabel = "ORIGIN",
      split = ",",
      description =
          "A web origin whose pages may call this server and open sockets, such as"
              + " https://school.example; * for any. Can be given several times (default: the"
              + " server's own alone).")
  List<String> allowedOrigins = new ArrayList<>();

  @Option(
      names = "--public-url",
      paramLabel = "URL",
      converter = PublicUrl.Converter.class,
      description =
          "Where people reach this server, https://HOST or https://HOST/PREFIX, if a proxy stands"
              + " before it: the server's own origin, and the folder that paths may begin with"
              + " (default: whatever host a request names).")
  @Nullable PublicUrl publicUrl;

  /** Those of the file of {@code --config}. */
  List<OidcProvider> identityProviders = List.of();

  @Option(
      names = "--no-web",
      description = "Leaves out the web client that browsers get at / (default: false).")
  boolean noWeb;

  @Option(
      names = "--metrics-public",
      description =
          "Lets everybody read /metrics, not only who has the token of the data directory"
              + " (default: false).")
  boolean metricsPublic;

  @Option(
      names = "--metrics-port",
      converter = WholeNumber.Port.class,
      defaultValue = "0",
      description =
          "A port of this machine alone (127.0.0.1) where programs read /metrics without a token;"
              + " 0 for none (default: 0).")
  int metricsPort;

  @Option(
      names = "--trusted-proxy",
      converter = ProxyConverter.class,
      paramLabel = "RANGE",
      split = ",",
      description =
          "An address or network such as 10.0.0.0/8 whose X-Forwarded-For and X-Forwarded-Host are"
              + " believed. Can be given several times (default: none).")
  List<String> trustedProxies = new ArrayList<>();

  @Mixin ClusterOptions cluster = new ClusterOptions();

  @Mixin SignInOptions signIn = new SignInOptions();

  @Option(
      names = "--log-format",
      defaultValue = "text",
      paramLabel = "FORMAT",
      description =
          "What the log is written as: text for people, or json, a line for each event, for"
              + " programs (default: text).")
  LogFormat logFormat = LogFormat.text;

  @Mixin TlsOptions tls = new TlsOptions();

  @Mixin BackupOptions backups = new BackupOptions();

  private static final class IoConverter implements ITypeConverter<IoBackend> {

    @Override
    public IoBackend convert(String name) {
      try {
        return IoBackend.named(name);
      } catch (IllegalArgumentException unknown) {
        throw new TypeConversionException(unknown.getMessage());
      }
    }
  }

  /** An origin as it stands, or any. */
  private static final class OriginConverter implements ITypeConverter<String> {

    @Override
    public String convert(String origin) {
      try {
        var _ = Cors.origins(origin.equals("*") ? List.of() : List.of(origin));
        return origin;
      } catch (IllegalArgumentException none) {
        throw new TypeConversionException(none.getMessage());
      }
    }
  }

  /** An address, or a range of them, as it stands. */
  private static final class ProxyConverter implements ITypeConverter<String> {

    @Override
    public String convert(String range) {
      try {
        var _ = HttpServer.builder().trustedProxies(List.of(range));
        return range;
      } catch (IllegalArgumentException none) {
        throw new TypeConversionException(none.getMessage());
      }
    }
  }

  Cors cors() {
    Cors allowed = allowedOrigins.contains("*") ? Cors.any() : Cors.origins(allowedOrigins);
    Cors cors = publicUrl == null ? allowed : allowed.withOwn(publicUrl.origin());
    return cors.onRefusal(ServerOptions::tellRefusal);
  }

  private static void tellRefusal(String origin) {
    if (origin.equals("null")) {
      LOG.warn("A page without an origin was refused; only --allow-origin '*' lets it call.");
    } else {
      LOG.warn(
          "A page of {} was refused. If it may call this server, start it with --allow-origin {};"
              + " if that is where people reach this server, with --public-url {}",
          origin,
          origin,
          origin);
    }
  }

  /** What the paths of requests may begin with. */
  String basePath() {
    return publicUrl == null ? "" : publicUrl.path();
  }

  private MessageLimits messageLimits() {
    MessageLimits usual = MessageLimits.DEFAULT;
    return new MessageLimits(
        usual.textCodePoints(),
        usual.clientIdCodePoints(),
        Duration.ofMinutes(editWindowMinutes),
        messageRate,
        usual.refillPerSecond());
  }

  ChatLimits chatLimits() {
    return new ChatLimits(
        messageLimits(),
        presenceLimits(),
        callRate == 0 ? GroupLimits.NONE : GroupLimits.DEFAULT,
        CallLimits.ofBurst(callRate));
  }

  private PresenceLimits presenceLimits() {
    return PresenceLimits.DEFAULT.withOfflineGrace(Duration.ofMillis(offlineGraceMillis));
  }

  SocketIoLimits socketLimits() {
    EngineLimits usual = EngineLimits.DEFAULTS;
    return SocketIoLimits.DEFAULTS
        .withConnectTimeout(CONNECT_TIMEOUT)
        .withEngine(
            usual
                .withHeartbeat(Duration.ofMillis(pingIntervalMillis), usual.pingTimeout())
                .withMaxStrangers(HeapLimits.strangers()));
  }
}
