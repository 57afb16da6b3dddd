// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A Redis server of its own for the nodes of one server; keeps nothing. For one thread. */
public final class RedisProcess implements AutoCloseable {

  /** Of Debian's package of the same name. */
  static final String PROGRAM = "redis-server";

  private static final String READY = "Ready to accept connections";
  private static final int END_SECONDS = 5;

  private final Process process;
  private final int port;

  private RedisProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts it on the processor of the servers and waits until it listens. */
  public static RedisProcess start(Cores cores) throws IOException {
    int port = freePort();
    List<String> command =
        List.of(
            PROGRAM,
            "--bind",
            "127.0.0.1",
            "--port",
            Integer.toString(port),
            "--save",
            "",
            "--appendonly",
            "no");
    Process process =
        new ProcessBuilder(cores.forServer(command)).redirectErrorStream(true).start();
    try {
      awaitReady(process.inputReader(StandardCharsets.UTF_8));
    } catch (IOException failed) {
      process.destroyForcibly();
      throw failed;
    }
    return new RedisProcess(process, port);
  }

  private static int freePort() throws IOException {
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  /** What it says afterwards is read, so that it never waits for that, and forgotten. */
  private static void awaitReady(BufferedReader log) throws IOException {
    var said = new StringBuilder();
    for (String line = log.readLine(); line != null; line = log.readLine()) {
      if (line.contains(READY)) {
        Thread.ofVirtual().start(() -> readToEnd(log));
        return;
      }
      said.append(line).append('\n');
    }
    throw new IOException(PROGRAM + " ended:\n" + said);
  }

  private static void readToEnd(BufferedReader log) {
    try {
      while (log.readLine() != null) {
        // What is told of an ordinary run is of no use.
      }
    } catch (IOException closed) {
      // It ended, and its log with it.
    }
  }

  /** The port of the loopback interface it listens on. */
  public int port() {
    return port;
  }

  /** What it has used until now. */
  public CpuTime cpu() {
    return CpuTime.of(process.pid());
  }

  @Override
  public void close() {
    Programs.end(process, END_SECONDS);
  }
}
