// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A node of the whole product, {@code serve --cluster}, in a process of its own. For one thread.
 */
public final class NodeServer implements AutoCloseable {

  /**
   * What the launcher gives a server on one or two processors; with the first compiler alone it is
   * soon as fast as it will be.
   */
  public static final List<String> JVM_OPTIONS =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private static final int END_SECONDS = 20;

  private final Process process;
  private final URI address;

  private NodeServer(Process process, URI address) {
    this.process = process;
    this.address = address;
  }

  /**
   * What to run.
   *
   * @param name of the node
   * @param folder where its data and its log are, kept when it ends
   * @param secret the file of all nodes
   * @param store the address of the database
   * @param redisPort of the loopback interface
   */
  public record Setting(
      String name, Path folder, Path secret, String store, int redisPort, Cores cores) {

    private List<String> command() {
      List<String> command =
          new ArrayList<>(DemoServer.program(System.getProperty("java.class.path"), JVM_OPTIONS));
      command.add("serve");
      command.addAll(List.of("--port", "0", "--message-rate", "0", "--drain-seconds", "0"));
      command.addAll(List.of("--data", folder.toString(), "--secret-file", secret.toString()));
      command.addAll(List.of("--store", store, "--node", name));
      command.addAll(List.of("--cluster", "redis://127.0.0.1:" + redisPort));
      return cores.forServer(command);
    }
  }

  /**
   * Starts it at any port and without a limit of messages, and waits until it listens.
   *
   * @throws IOException with what it logged, if it ends instead
   */
  public static NodeServer start(Setting setting) throws IOException {
    Files.createDirectories(setting.folder());
    Path log = setting.folder().resolve("log");
    Process process = new ProcessBuilder(setting.command()).redirectError(log.toFile()).start();
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    try {
      var started = new NodeServer(process, URI.create(DemoServer.ready(output)));
      Thread.ofVirtual().start(() -> output.lines().forEach(line -> {}));
      return started;
    } catch (IOException failed) {
      process.destroyForcibly();
      throw new IOException(
          "node " + setting.name() + " did not start:\n" + Files.readString(log), failed);
    }
  }

  public URI address() {
    return address;
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
