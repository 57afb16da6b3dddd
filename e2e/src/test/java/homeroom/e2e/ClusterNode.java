// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import homeroom.chat.contracts.CuttingProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One of the nodes of a test: a server at a port that stays the same, and the networks between it
 * and Redis, and it and the store.
 */
final class ClusterNode implements AutoCloseable {

  private final String name;
  private final int port;
  private final Path folder;
  private final CuttingProxy redis;
  private final CuttingProxy store;
  private final String redisAddress;
  private final List<String> arguments;
  private volatile @Nullable ServerProcess server;

  /**
   * One that is not started yet.
   *
   * @param redis the network between it and Redis
   * @param store the network between it and the store
   * @param options what all nodes are told
   */
  ClusterNode(
      String name,
      int port,
      Path folder,
      CuttingProxy redis,
      CuttingProxy store,
      String redisAddress,
      String storeAddress,
      List<String> options) {
    this.name = name;
    this.port = port;
    this.folder = folder;
    this.redis = redis;
    this.store = store;
    this.redisAddress = redisAddress;
    this.arguments = new ArrayList<>(List.of("serve", "--port", String.valueOf(port)));
    arguments.addAll(List.of("--data", folder.resolve(name).toString(), "--node", name));
    arguments.addAll(List.of("--store", storeAddress));
    arguments.addAll(options);
  }

  String name() {
    return name;
  }

  /** The same after a restart. */
  String url() {
    return "http://" + address();
  }

  String address() {
    return "127.0.0.1:" + port;
  }

  CuttingProxy redis() {
    return redis;
  }

  CuttingProxy store() {
    return store;
  }

  /** Returns when it is ready; after it was killed that takes until its name is free again. */
  ServerProcess start() throws Exception {
    ServerProcess started =
        ServerProcess.startWith(
            Map.of("HOMEROOM_CLUSTER", redisAddress), folder.resolve(name + ".log"), arguments);
    server = started;
    return started;
  }

  ServerProcess server() {
    ServerProcess running = server;
    if (running == null) {
      throw new IllegalStateException(name + " does not run");
    }
    return running;
  }

  /** Whether it has been started and not been told to end. */
  boolean isUp() {
    ServerProcess running = server;
    return running != null && running.isAlive();
  }

  void kill() {
    ServerProcess running = server();
    server = null;
    running.kill();
  }

  /** As SIGTERM does; returns at its end. */
  void stop() throws InterruptedException {
    ServerProcess running = server();
    int code = running.stop();
    server = null;
    if (code != 0) {
      throw new IllegalStateException(name + " ended with " + code + "\n" + log());
    }
  }

  /** None of its threads runs any more, and nobody is told. */
  void pause() throws Exception {
    signal("-STOP");
  }

  void resume() throws Exception {
    signal("-CONT");
  }

  private void signal(String which) throws Exception {
    int code =
        new ProcessBuilder("kill", which, String.valueOf(server().pid()))
            .inheritIO()
            .start()
            .waitFor();
    if (code != 0) {
      throw new IOException("kill " + which + " ended with " + code);
    }
  }

  /** The newest of what it has logged. */
  String log() {
    Path log = folder.resolve(name + ".log");
    try {
      List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of();
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    if (isUp()) {
      kill();
    }
    redis.close();
    store.close();
  }
}
