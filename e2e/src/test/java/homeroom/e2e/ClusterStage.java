// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import homeroom.chat.contracts.CuttingProxy;
import homeroom.chat.contracts.FreePorts;
import homeroom.chat.contracts.RedisProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Three nodes of a cluster, each a process, with the demo's schools in one store, a Redis, and
 * networks between them that can be cut.
 */
final class ClusterStage implements AutoCloseable {

  private static final List<String> NAMES = List.of("a", "b", "c");

  private final Path folder;
  private final StoreProcess store;
  private final RedisProcess redis;
  private final RedisDoor door;
  private final List<ClusterNode> nodes = new ArrayList<>();

  /**
   * Starts everything.
   *
   * @param options what the nodes are told besides what makes them nodes
   */
  ClusterStage(Path folder, String... options) throws Exception {
    this.folder = folder;
    this.store = StoreProcess.start();
    this.redis =
        new RedisProcess(
            folder,
            NAMES.stream().flatMap(name -> Stream.of(RedisDoor.user(name))).toArray(String[]::new));
    this.door = new RedisDoor();
    boolean started = false;
    try {
      seed();
      int port = FreePorts.first(NAMES.size());
      for (String name : NAMES) {
        nodes.add(node(name, port++, options));
      }
      atOnce(nodes.stream().map(node -> (Callable<ServerProcess>) node::start).toList());
      started = true;
    } catch (Exception e) {
      throw new IllegalStateException(logs(), e);
    } finally {
      if (!started) {
        close();
      }
    }
  }

  /** A server alone brings the demo's schools and makes the secret; then it goes. */
  private void seed() throws Exception {
    try (ServerProcess demo =
        ServerProcess.demo(folder.resolve("demo"), "--store", store.address(store.port()))) {
      int code = demo.stop();
      if (code != 0) {
        throw new IllegalStateException("The demo ended with " + code);
      }
    }
  }

  private ClusterNode node(String name, int port, String... options) {
    var all = new ArrayList<>(List.of("--secret-file", secret().toString()));
    all.addAll(List.of(options));
    var toRedis = new CuttingProxy(redis.port());
    var toStore = new CuttingProxy(store.port());
    return new ClusterNode(
        name,
        port,
        folder,
        toRedis,
        toStore,
        door.address(name, toRedis),
        store.address(toStore.port()),
        all);
  }

  /** What all nodes sign access tokens with. */
  Path secret() {
    return folder.resolve("demo").resolve("secret");
  }

  Path folder() {
    return folder;
  }

  /** The database, for a server that comes without a proxy. */
  String storeAddress() {
    return store.address(store.port());
  }

  RedisProcess redis() {
    return redis;
  }

  ClusterNode a() {
    return nodes.get(0);
  }

  ClusterNode b() {
    return nodes.get(1);
  }

  ClusterNode c() {
    return nodes.get(2);
  }

  List<ClusterNode> nodes() {
    return List.copyOf(nodes);
  }

  /** A user of the demo, signed in at that node. */
  static Person person(ClusterNode node, String name) throws Exception {
    return Person.signedIn(node.server(), name);
  }

  /** The same user, with the same token, as a client of another node. */
  static Person at(ClusterNode node, Person person) {
    return new Person(
        node.server(), person.id(), new Rest(node.url(), String.valueOf(person.rest().token())));
  }

  /** The ids of the conversations that somebody is in, of classes too. */
  static Set<String> conversations(Person person) throws Exception {
    var ids = new HashSet<String>();
    JsonNode found = person.rest().get("/conversations?$limit=200").body().get("data");
    found.forEach(one -> ids.add(one.get("_id").stringValue()));
    return ids;
  }

  /** Does all of it at the same time; what each answered, in the order of the calls. */
  static <T> List<T> atOnce(List<Callable<T>> calls) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers = new ArrayList<T>();
      for (Future<T> answer : threads.invokeAll(calls)) {
        answers.add(answer.get());
      }
      return answers;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /** The newest of what all nodes have logged. */
  String logs() {
    var all = new StringBuilder();
    nodes.forEach(node -> all.append("--- ").append(node.name()).append('\n').append(node.log()));
    return all.toString();
  }

  @Override
  public void close() {
    nodes.forEach(ClusterNode::close);
    door.close();
    redis.close();
    store.close();
  }
}
