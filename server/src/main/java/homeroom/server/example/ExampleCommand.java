// SPDX-License-Identifier: Apache-2.0
package homeroom.server.example;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./homeroom example}: small servers that show and test the Socket.IO module. */
@Command(
    name = "example",
    mixinStandardHelpOptions = true,
    description = {
      "Runs a small server that shows or tests the Socket.IO module.",
      "It listens on the loopback interface and is open to every web origin.",
      "",
      "  echo         Socket.IO at /socket.io/. Each new socket of / and /custom gets",
      "               'auth' with the handshake's auth. On /, 'message' is answered",
      "               with 'message-back', 'message-with-ack' with an ack, both with",
      "               the arguments that came.",
      "  engine-echo  Engine.IO alone at /engine.io/: what comes goes back.",
      ""
    })
public final class ExampleCommand implements Callable<Integer> {

  @Parameters(paramLabel = "EXAMPLE", description = "Which one: echo or engine-echo.")
  private String example = "";

  @Option(
      names = "--port",
      defaultValue = "3000",
      description = "The port to listen on, 0 for any free one (default: 3000).")
  private int port;

  @Option(
      names = "--ping-interval-ms",
      paramLabel = "MS",
      defaultValue = "25000",
      description = "From a pong to the next ping (default: 25000).")
  private long pingIntervalMillis;

  @Option(
      names = "--ping-timeout-ms",
      paramLabel = "MS",
      defaultValue = "20000",
      description = "How long a pong may take (default: 20000).")
  private long pingTimeoutMillis;

  @Option(
      names = "--max-payload",
      paramLabel = "BYTES",
      defaultValue = "1000000",
      description = "The largest message taken (default: 1000000).")
  private int maxPayloadBytes;

  @Option(
      names = "--connect-timeout-ms",
      paramLabel = "MS",
      defaultValue = "45000",
      description = "How long a client may be in no namespace; echo only (default: 45000).")
  private long connectTimeoutMillis;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    RunningExample running = start(options());
    Runtime.getRuntime()
        .addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> stop(running)));
    out.println("The example " + example + " is ready at http://127.0.0.1:" + running.port());
    out.flush();
    new CountDownLatch(1).await();
    return 0;
  }

  /** Without the halt the JVM would exit with 143, as if the signal had killed it. */
  private static void stop(RunningExample running) {
    running.close();
    Runtime.getRuntime().halt(0);
  }

  private ExampleOptions options() {
    if (pingIntervalMillis < 1
        || pingTimeoutMillis < 1
        || maxPayloadBytes < 1
        || connectTimeoutMillis < 1) {
      throw new ParameterException(
          spec.commandLine(), "Times are at least 1 ms, --max-payload is at least 1 byte.");
    }
    return new ExampleOptions(
        ExampleOptions.DEFAULTS.host(),
        port,
        Duration.ofMillis(pingIntervalMillis),
        Duration.ofMillis(pingTimeoutMillis),
        maxPayloadBytes,
        Duration.ofMillis(connectTimeoutMillis));
  }

  private RunningExample start(ExampleOptions options) throws IOException {
    return switch (example) {
      case "echo" -> EchoExample.run(options);
      case "engine-echo" -> EngineEchoExample.run(options);
      default ->
          throw new ParameterException(
              spec.commandLine(), "The examples are echo and engine-echo, not '" + example + "'.");
    };
  }
}
