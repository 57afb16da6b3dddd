// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

/** The server of a crash test, which dies and comes back where it was; and when to write. */
final class CrashStage implements AutoCloseable {

  private final Path data;
  private final Path tokens;
  private final int port;
  private final Ledger ledger = new Ledger();
  private final Set<CrashClient> quiet = ConcurrentHashMap.newKeySet();
  private volatile CompletableFuture<Boolean> up = new CompletableFuture<>();
  private volatile boolean writing = true;
  private volatile ServerProcess server;

  CrashStage(Path directory, int port) throws Exception {
    this.data = directory.resolve("data");
    this.tokens = directory.resolve("tokens");
    this.port = port;
    this.server = startServer("--tokens", tokens.toString());
  }

  private ServerProcess startServer(String... more) throws Exception {
    var arguments =
        new ArrayList<>(List.of("demo", "--port", String.valueOf(port), "--data", data.toString()));
    arguments.addAll(List.of("--message-rate", "0", "--call-rate", "0"));
    arguments.addAll(List.of(more));
    return ServerProcess.start(arguments);
  }

  ServerProcess server() {
    return server;
  }

  Path tokens() {
    return tokens;
  }

  Ledger ledger() {
    return ledger;
  }

  boolean writing() {
    return writing;
  }

  /** The server can be connected to from now on. */
  void open() {
    up.complete(true);
  }

  /** {@code kill -9}, then the same again. */
  void crash() throws Exception {
    up = new CompletableFuture<>();
    server.kill();
    server = startServer();
  }

  /** Blocks while the server is down; false once all is over. */
  boolean awaitServer() throws InterruptedException {
    try {
      return up.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A client has nothing more to do. */
  void quiet(CrashClient client) {
    quiet.add(client);
  }

  /** Lets every client come back, finish and fall silent. */
  void calm(int clients) {
    writing = false;
    await("all clients finish what they began")
        .atMost(Duration.ofSeconds(60))
        .until(() -> quiet.size() == clients || !ledger.violations.isEmpty());
  }

  /** Ends the clients and the server. */
  void end() {
    CompletableFuture<Boolean> before = up;
    up = CompletableFuture.completedFuture(false);
    before.complete(false);
    server.kill();
  }

  @Override
  public void close() {
    end();
  }
}
