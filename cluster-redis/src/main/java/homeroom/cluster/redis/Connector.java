// SPDX-License-Identifier: Apache-2.0
package homeroom.cluster.redis;

import homeroom.chat.bus.BusUnavailable;
import homeroom.chat.bus.NodeId;
import homeroom.chat.school.IdFormat;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ConnectionFuture;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The driver: its threads, and connections to servers. It makes none again by itself and sends no
 * command twice; what is sent to a connection that is lost fails at once. Its faults become {@link
 * BusUnavailable}, whose text is ours alone: what a driver or a server says might have the
 * password.
 */
final class Connector implements AutoCloseable {

  private static final RedisCodec<String, byte[]> CODEC =
      RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

  /** The fewest that it takes, of either kind. */
  private static final int THREADS = 2;

  // Both kinds of sockets of Linux are there, since HTTP may use either. The driver takes epoll
  // then,
  // and warns with each connection that it had a choice; so it has none, unless somebody says
  // otherwise.
  static {
    if (System.getProperty("io.lettuce.core.iouring") == null) {
      System.setProperty("io.lettuce.core.iouring", "false");
    }
  }

  private final RedisBusSettings settings;
  private final NodeId node;
  private final ClientResources resources;
  private final RedisClient client;

  /** Connects to nothing yet. */
  Connector(RedisBusSettings settings, NodeId node) {
    this.settings = settings;
    this.node = node;
    this.resources =
        DefaultClientResources.builder()
            .ioThreadPoolSize(THREADS)
            .computationThreadPoolSize(THREADS)
            .commandLatencyRecorder(CommandLatencyRecorder.disabled())
            .build();
    this.client = RedisClient.create(resources);
    client.setOptions(options(settings));
  }

  private static ClientOptions options(RedisBusSettings settings) {
    RedisBusLimits limits = settings.limits();
    SslOptions.Builder ssl =
        SslOptions.builder().jdkSslProvider().handshakeTimeout(limits.answer());
    if (settings.trusted() != null) {
      ssl.trustManager(settings.trusted().toFile());
    }
    return ClientOptions.builder()
        .autoReconnect(false)
        .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
        .requestQueueSize(limits.commands())
        .protocolVersion(ProtocolVersion.RESP2)
        .socketOptions(
            SocketOptions.builder().connectTimeout(limits.answer()).keepAlive(true).build())
        .sslOptions(ssl.build())
        .build();
  }

  /** For commands. */
  StatefulRedisConnection<String, byte[]> commands(RedisServer server, Deadline deadline) {
    return connected(server, deadline, uri -> client.connectAsync(CODEC, uri));
  }

  /** For what channels carry. */
  StatefulRedisPubSubConnection<String, byte[]> channels(RedisServer server, Deadline deadline) {
    return connected(server, deadline, uri -> client.connectPubSubAsync(CODEC, uri));
  }

  private <C extends StatefulConnection<String, byte[]>> C connected(
      RedisServer server, Deadline deadline, Function<RedisURI, ConnectionFuture<C>> connecting) {
    ConnectionFuture<C> attempt;
    try {
      attempt = connecting.apply(uri(server));
    } catch (RuntimeException e) {
      throw unavailable(server, e);
    }
    try {
      return deadline.await(attempt);
    } catch (ExecutionException e) {
      throw unavailable(server, e);
    } catch (TimeoutException | BusUnavailable e) {
      var _ = attempt.whenComplete((late, fault) -> closeLate(late));
      throw new BusUnavailable(server + " does not answer.");
    }
  }

  private static void closeLate(@Nullable StatefulConnection<String, byte[]> late) {
    if (late != null) {
      var _ = late.closeAsync();
    }
  }

  private RedisURI uri(RedisServer server) {
    RedisURI uri = RedisURI.create(server.host(), server.port());
    uri.setDatabase(server.database());
    uri.setSsl(server.tls());
    uri.setTimeout(settings.limits().answer());
    if (IdFormat.matches(node.name())) {
      uri.setClientName("homeroom." + node.name());
    }
    String password = server.password();
    if (password != null) {
      if (server.user() == null) {
        uri.setAuthentication(password.toCharArray());
      } else {
        uri.setAuthentication(server.user(), password.toCharArray());
      }
    }
    return uri;
  }

  /** Has the link closed when its connection is lost, or at once if it is lost already. */
  static void follow(StatefulConnection<String, byte[]> connection, Link link) {
    connection.addListener(
        new RedisConnectionStateListener() {
          @Override
          public void onRedisDisconnected(RedisChannelHandler<?, ?> lost) {
            link.close();
          }

          @Override
          public void onRedisExceptionCaught(RedisChannelHandler<?, ?> on, Throwable fault) {
            // It is followed by the end of the connection, or of no consequence.
          }
        });
    if (!connection.isOpen()) {
      link.close();
    }
  }

  /**
   * Waits for an answer. A link that does not answer in time is closed.
   *
   * @throws BusUnavailable if there was none, or a refusal
   */
  static <T> T answer(
      RedisServer server, Link link, Deadline deadline, Supplier<CompletionStage<T>> question) {
    try {
      return deadline.await(question.get());
    } catch (TimeoutException e) {
      link.close();
      throw new BusUnavailable(server + " does not answer.");
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof RedisCommandExecutionException)) {
        link.close();
      }
      throw unavailable(server, e);
    } catch (BusUnavailable e) {
      throw e;
    } catch (RedisException e) {
      throw unavailable(server, e); // it was not sent: too many wait, or the connection is lost
    }
  }

  /** Of what a server says the first word, which is a code, as NOAUTH. */
  private static BusUnavailable unavailable(RedisServer server, Throwable fault) {
    Throwable last = fault;
    for (Throwable one = fault; one != null; one = one.getCause()) {
      last = one;
      if (one instanceof RedisCommandExecutionException && one.getMessage() != null) {
        return new BusUnavailable(server + " refuses: " + code(one.getMessage()));
      }
    }
    return new BusUnavailable(
        server + " cannot be reached (" + last.getClass().getSimpleName() + ").");
  }

  private static String code(String message) {
    int end = 0;
    while (end < message.length() && isCapital(message.charAt(end))) {
      end++;
    }
    return end == 0 ? "ERR" : message.substring(0, end);
  }

  private static boolean isCapital(char c) {
    return c >= 'A' && c <= 'Z';
  }

  /** Ends what is left of connections with their threads. */
  @Override
  public void close() {
    var _ = resources.shutdown(0, settings.limits().answer().toMillis(), TimeUnit.MILLISECONDS);
  }
}
