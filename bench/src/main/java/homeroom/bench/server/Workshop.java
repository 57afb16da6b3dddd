// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.server;

import homeroom.http.IoBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Builds the servers and knows how each is started.
 *
 * @param bench the folder of the module, with {@code peers} in it
 * @param jvmOptions further options of every server that runs on the JVM
 */
public record Workshop(Path bench, List<String> jvmOptions) {

  /** What ./homeroom gives its own JVM, and one collector and size for all. */
  private static final List<String> JVM_OPTIONS =
      List.of(
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-Dio.netty.leakDetection.level=disabled",
          "-XX:+UseCompactObjectHeaders",
          "-XX:+UseSerialGC",
          "-Xmx512m");

  private static final String NETTY_SOCKETIO = "netty-socketio";
  private static final String FEATHERS = "feathers";
  private static final String SOCKET_IO_NODES = "socket.io-nodes";

  /** Why this server cannot be measured on this machine; empty if it can. */
  public static Optional<String> obstacle(Contender contender) {
    return switch (contender) {
      case HOMEROOM -> Optional.empty();
      case HOMEROOM_EPOLL -> missing(IoBackend.EPOLL);
      case HOMEROOM_IO_URING -> missing(IoBackend.IO_URING);
      case SOCKET_IO -> missing("npm", "node");
      case NETTY_SOCKETIO -> missing("mvn");
      case FLOOR -> missing("cc");
    };
  }

  private static Optional<String> missing(IoBackend backend) {
    return backend.isAvailable()
        ? Optional.empty()
        : Optional.of("this machine does not allow " + backend);
  }

  private static Optional<String> missing(String... programs) {
    for (String program : programs) {
      if (!Programs.has(program)) {
        return Optional.of("there is no '" + program + "' on the PATH");
      }
    }
    return Optional.empty();
  }

  /** Builds the server if it is not built, or changed since. */
  public void prepare(Contender contender) throws IOException, InterruptedException {
    switch (contender) {
      case HOMEROOM, HOMEROOM_EPOLL, HOMEROOM_IO_URING -> {}
      case SOCKET_IO -> install(peer("socket.io"));
      case NETTY_SOCKETIO -> {
        Path folder = peer(NETTY_SOCKETIO);
        if (isOlder(folder.resolve("target/peer.jar"), folder)) {
          var _ = Programs.run(List.of("mvn", "-B", "-q", "-ntp", "package"), folder);
        }
      }
      case FLOOR -> {
        Files.createDirectories(bench.resolve("target"));
        Path source = peer("floor").resolve("floor.c");
        var _ =
            Programs.run(List.of("cc", "-O2", "-o", floor().toString(), source.toString()), bench);
      }
    }
  }

  private static void install(Path folder) throws IOException, InterruptedException {
    if (isOlder(folder.resolve("node_modules/.package-lock.json"), folder)) {
      var _ = Programs.run(List.of("npm", "ci"), folder);
    }
  }

  private Path peer(String name) {
    return bench.resolve("peers").resolve(name);
  }

  private Path floor() {
    return bench.resolve("target/floor");
  }

  /** Whether anything that is written by hand is newer. */
  private static boolean isOlder(Path built, Path folder) throws IOException {
    if (!Files.exists(built)) {
      return true;
    }
    FileTime when = Files.getLastModifiedTime(built);
    try (var sources = Files.walk(folder)) {
      for (Path source : sources.filter(Workshop::isSource).toList()) {
        if (Files.getLastModifiedTime(source).compareTo(when) > 0) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isSource(Path file) {
    String path = file.toString();
    return Files.isRegularFile(file)
        && !path.contains("/target/")
        && !path.contains("/node_modules/");
  }

  /** Starts the server on its processor and waits until it listens. */
  public RoomServerProcess start(Contender contender, Cores cores) throws IOException {
    return RoomServerProcess.start(contender.title(), cores.forServer(command(contender)));
  }

  /** Why servers of several nodes cannot be measured on this machine; empty if they can. */
  public static Optional<String> obstacleToNodes() {
    return missing(RedisProcess.PROGRAM);
  }

  /** Why the nodes of socket.io cannot be measured on this machine; empty if they can. */
  public static Optional<String> obstacleToSocketIoNodes() {
    return missing("npm", "node");
  }

  /** Installs what nodes of socket.io need, if it is not or that changed. */
  public void prepareSocketIoNodes() throws IOException, InterruptedException {
    install(peer(SOCKET_IO_NODES));
  }

  /** Starts a node of socket.io; its arguments are in its source. */
  public RoomServerProcess startSocketIoNode(String title, List<String> arguments, Cores cores)
      throws IOException {
    List<String> command =
        new ArrayList<>(List.of("node", peer(SOCKET_IO_NODES).resolve("server.js").toString()));
    command.addAll(arguments);
    return RoomServerProcess.start(title, cores.forServer(command));
  }

  /** Starts a program of this build that is spoken to as room servers are. */
  public RoomServerProcess start(String title, Class<?> main, List<String> arguments, Cores cores)
      throws IOException {
    List<String> command = java(System.getProperty("java.class.path"), main.getName());
    command.addAll(arguments);
    return RoomServerProcess.start(title, cores.forServer(command));
  }

  /**
   * Starts what nodes store in: a server in memory that speaks MongoDB's protocol, on whichever
   * processor has room. Nothing is on a disk, and no replica is waited for.
   */
  public RoomServerProcess startStore(Cores cores) throws IOException {
    List<String> command =
        java(System.getProperty("java.class.path"), StoreInMemory.class.getName());
    return RoomServerProcess.start("store", cores.forBeside(command));
  }

  /** Why the server of the original architecture cannot be measured here; empty if it can. */
  public static Optional<String> obstacleToFeathers() {
    return missing("npm", "node");
  }

  /** Installs what the server of the original architecture needs, if it is not or that changed. */
  public void prepareFeathers() throws IOException, InterruptedException {
    Path folder = peer(FEATHERS);
    Path wanted = folder.resolve("package-lock.json");
    Path installed = folder.resolve("node_modules/installed.json");
    if (!Files.exists(installed) || Files.mismatch(wanted, installed) >= 0) {
      var _ = Programs.run(List.of("npm", "ci"), folder, addonsFromSource());
      Files.copy(wanted, installed);
    }
  }

  /**
   * Where Node.js came with its headers, what has npm compile an addon with them; elsewhere it
   * fetches what others compiled.
   */
  private static Map<String, String> addonsFromSource() throws IOException, InterruptedException {
    Path node = Path.of(Programs.run(List.of("node", "-p", "process.execPath"), null).strip());
    Path installed = node.toRealPath().resolve("../..").normalize();
    return Files.exists(installed.resolve("include/node/node.h"))
        ? Map.of("npm_config_build_from_source", "true", "npm_config_nodedir", installed.toString())
        : Map.of();
  }

  /**
   * Starts the server of the original architecture.
   *
   * @param data where its database is, kept when it ends; makes a school if there is none
   * @param people of that school
   * @param tokens the file it writes their tokens to
   */
  public RoomServerProcess startFeathers(Path data, int people, Path tokens, Cores cores)
      throws IOException {
    List<String> command =
        List.of(
            "node",
            peer(FEATHERS).resolve("src/server.js").toString(),
            "--users",
            Integer.toString(people),
            "--data",
            data.toString(),
            "--tokens",
            tokens.toString());
    return RoomServerProcess.start(FEATHERS, cores.forServer(command));
  }

  /** Starts the room server that a checkout has built, on the transport it chooses by itself. */
  public RoomServerProcess start(String title, MeasuredCheckout checkout, Cores cores)
      throws IOException {
    List<String> command = java(checkout.classPath("bench"), RoomServer.class.getName(), "auto");
    return RoomServerProcess.start(title, cores.forServer(command));
  }

  private List<String> command(Contender contender) {
    return switch (contender) {
      case HOMEROOM -> homeroom("auto");
      case HOMEROOM_EPOLL -> homeroom("epoll");
      case HOMEROOM_IO_URING -> homeroom("io_uring");
      case SOCKET_IO ->
          List.of("node", "--expose-gc", peer("socket.io").resolve("server.js").toString());
      case NETTY_SOCKETIO -> {
        Path target = peer(NETTY_SOCKETIO).resolve("target");
        yield java(target + "/peer.jar:" + target + "/lib/*", "homeroom.bench.peer.PeerServer");
      }
      case FLOOR -> List.of(floor().toString());
    };
  }

  private List<String> homeroom(String backend) {
    return java(System.getProperty("java.class.path"), RoomServer.class.getName(), backend);
  }

  private List<String> java(String classPath, String... mainAndArguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM_OPTIONS);
    command.addAll(jvmOptions);
    command.add("-cp");
    command.add(classPath);
    command.addAll(List.of(mainAndArguments));
    return command;
  }
}
