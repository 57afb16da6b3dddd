// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.cluster;

import homeroom.bench.server.Cores;
import homeroom.bench.server.CpuTime;
import homeroom.bench.server.DemoServer;
import homeroom.bench.server.NodeServer;
import homeroom.bench.server.RedisProcess;
import homeroom.bench.server.RoomServerProcess;
import homeroom.bench.server.Workshop;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Nodes of the whole product with a demo school, a Redis and a store of their own. */
final class ChatStand implements AutoCloseable {

  private static final String DATABASE = "/school";

  private final Path folder;
  private final RedisProcess redis;
  private final RoomServerProcess store;
  private final List<NodeServer> nodes = new ArrayList<>();
  private final long self = ProcessHandle.current().pid();

  /**
   * Starts everything.
   *
   * @param folder for all data, kept at the end
   */
  ChatStand(int count, int students, Path folder, Workshop workshop, Cores cores)
      throws IOException {
    this.folder = folder;
    this.redis = RedisProcess.start(cores);
    try {
      this.store = workshop.startStore(cores);
    } catch (IOException failed) {
      redis.close();
      throw failed;
    }
    try {
      makeSchool(students, cores);
      for (int i = 1; i <= count; i++) {
        nodes.add(start("node" + i, cores));
      }
    } catch (IOException | RuntimeException failed) {
      close();
      throw failed;
    }
  }

  /** A server alone brings the school, makes the secret and the tokens, and goes. */
  private void makeSchool(int students, Cores cores) throws IOException {
    var options = List.of("--port", "0", "--store", address());
    DemoServer.start(
            new DemoServer.Setting(folder, students, cores, NodeServer.JVM_OPTIONS, options))
        .close();
  }

  private NodeServer start(String name, Cores cores) throws IOException {
    return NodeServer.start(
        new NodeServer.Setting(
            name, folder.resolve(name), folder.resolve("secret"), address(), redis.port(), cores));
  }

  private String address() {
    return "mongodb://127.0.0.1:" + store.port() + DATABASE;
  }

  /** Of each node. */
  List<URI> addresses() {
    return nodes.stream().map(NodeServer::address).toList();
  }

  /** What signs the people in. */
  Path tokens() {
    return DemoServer.tokens(folder);
  }

  /** What all processes have used until now, and this one, which is the load. */
  ChatCpu used() {
    return new ChatCpu(
        nodes.stream().map(node -> node.cpu().seconds()).toList(),
        redis.cpu().seconds(),
        store.cpu().seconds(),
        CpuTime.of(self).seconds());
  }

  /** Ends all. The clients, who would mind, are to be gone. */
  @Override
  public void close() {
    nodes.forEach(NodeServer::close);
    store.close();
    redis.close();
  }
}
