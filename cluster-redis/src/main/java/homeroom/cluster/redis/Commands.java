// SPDX-License-Identifier: Apache-2.0
package homeroom.cluster.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import homeroom.chat.bus.BusUnavailable;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection by which scripts are run. It knows which run of the server is at its other end:
 * after a restart there is another connection, so that no script takes a log that was lost for the
 * one that it knew.
 */
final class Commands implements Link {

  private static final Logger LOG = LoggerFactory.getLogger(Commands.class);

  private final RedisServer server;
  private final StatefulRedisConnection<String, byte[]> connection;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Whether the last script was refused on a connection that goes on. */
  private final AtomicBoolean refused = new AtomicBoolean();

  private byte[] run = {};

  private Commands(RedisServer server, StatefulRedisConnection<String, byte[]> connection) {
    this.server = server;
    this.connection = connection;
  }

  /**
   * Connects.
   *
   * @throws BusUnavailable if that cannot be now
   */
  static Commands open(Connector connector, RedisServer server, Deadline deadline) {
    var commands = new Commands(server, connector.commands(server, deadline));
    Connector.follow(commands.connection, commands);
    try {
      commands.begin(deadline);
      return commands;
    } catch (BusUnavailable e) {
      commands.close();
      throw e;
    }
  }

  private void begin(Deadline deadline) {
    for (Script script : Script.values()) {
      String _ =
          Connector.answer(
              server, this, deadline, () -> connection.async().scriptLoad(script.text()));
    }
    String info = Connector.answer(server, this, deadline, () -> connection.async().info("server"));
    run = run(info).getBytes(UTF_8);
  }

  private String run(String info) {
    return info.lines()
        .filter(line -> line.startsWith("run_id:"))
        .map(line -> line.substring("run_id:".length()).strip())
        .findFirst()
        .orElseThrow(() -> new BusUnavailable(server + " does not say which run of it this is."));
  }

  /** Whether the last script was refused. */
  boolean isRefused() {
    return refused.get();
  }

  /**
   * Runs a script, which is told the run of the server before the arguments.
   *
   * @throws BusUnavailable if what became of it is not known
   */
  List<Object> run(Script script, String[] keys, byte[][] arguments, Deadline deadline) {
    var all = new byte[arguments.length + 1][];
    all[0] = run;
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    try {
      List<Object> answer =
          Connector.answer(server, this, deadline, () -> running(script, keys, all));
      if (refused.get() && refused.getAndSet(false)) {
        LOG.info("{} does what it is asked for again", server);
      }
      return answer;
    } catch (BusUnavailable e) {
      if (isOpen() && !refused.getAndSet(true)) {
        LOG.warn("Nothing goes by the bus: {}", e.getMessage());
      }
      throw e;
    }
  }

  private CompletionStage<List<Object>> running(Script script, String[] keys, byte[][] arguments) {
    var async = connection.async();
    CompletionStage<List<Object>> known =
        async.evalsha(script.digest(), ScriptOutputType.MULTI, keys, arguments);
    return known.exceptionallyCompose(fault ->
        isUnknown(fault)
            ? async.eval(script.text(), ScriptOutputType.MULTI, keys, arguments)
            : CompletableFuture.failedStage(fault));
  }

  /** Somebody had the server forget its scripts; it did nothing. */
  private static boolean isUnknown(Throwable fault) {
    return fault instanceof RedisNoScriptException
        || (fault instanceof CompletionException
            && fault.getCause() instanceof RedisNoScriptException);
  }

  /** Publishes something that may be lost. Returns at once. */
  void publish(String channel, byte[] text) {
    try {
      var _ = connection.async().publish(channel, text);
    } catch (RedisException e) {
      // It is lost.
    }
  }

  @Override
  public boolean isOpen() {
    return !closed.get() && connection.isOpen();
  }

  @Override
  public void close() {
    if (!closed.getAndSet(true)) {
      var _ = connection.closeAsync();
    }
  }
}
