// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import com.mongodb.ConnectionString;
import com.mongodb.ServerAddress;
import com.mongodb.client.MongoClients;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The store of several nodes: a server in a process of its own that speaks MongoDB's protocol, or
 * the MongoDB of this machine that {@code HOMEROOM_TEST_MONGODB_URI} names, with a database that no
 * test had before.
 */
final class StoreProcess implements AutoCloseable {

  private static final String VARIABLE = "HOMEROOM_TEST_MONGODB_URI";

  private final String database = "homeroom-test-" + Long.toHexString(System.nanoTime());
  private final int port;
  private final @Nullable Process process;

  private StoreProcess(int port, @Nullable Process process) {
    this.port = port;
    this.process = process;
  }

  static StoreProcess start() throws IOException {
    String given = System.getenv(VARIABLE);
    if (given != null) {
      String host = new ConnectionString(given).getHosts().getFirst();
      return new StoreProcess(new ServerAddress(host).getPort(), null);
    }
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                StoreProcess.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String port = process.inputReader().readLine();
    if (port == null) {
      throw new IOException("The store did not start.");
    }
    return new StoreProcess(Integer.parseInt(port), process);
  }

  /** On this machine. */
  int port() {
    return port;
  }

  /** What a server reaches it by, through a proxy at that port. */
  String address(int through) {
    return "mongodb://127.0.0.1:" + through + "/" + database;
  }

  @Override
  public void close() {
    if (process == null) {
      try (var client = MongoClients.create(address(port))) {
        client.getDatabase(database).drop();
      }
    } else {
      process.destroyForcibly().onExit().join();
    }
  }

  /** The process: says its port, and ends with its input. */
  public static void main(String[] arguments) throws IOException {
    var server = new MongoServer(new MemoryBackend());
    System.out.println(server.bind().getPort());
    while (System.in.read() >= 0) {
      // Nobody says anything.
    }
    server.shutdownNow();
  }
}
