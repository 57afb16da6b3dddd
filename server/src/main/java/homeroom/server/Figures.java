// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.api.auth.Passwords;
import homeroom.api.service.Services;
import homeroom.chat.Stores;
import homeroom.chat.presence.ConnectionManager;
import homeroom.http.HttpServer;
import homeroom.http.MemoryBudget;
import homeroom.socketio.SocketIoServer;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** What a server shows of its parts: how much of what is bounded is taken, and what was closed. */
final class Figures {

  private final Metrics metrics;

  Figures(Metrics metrics) {
    this.metrics = metrics;
  }

  void ofStores(Stores stores) {
    metrics.show(
        "homeroom.store.writes.waiting", "Writes that wait for their turn.", stores::waitingWrites);
    metrics.show(
        "homeroom.roster.documents.skipped",
        "Documents of another application's roster that could not be read.",
        stores::skippedDocuments);
    metrics.show(
        "homeroom.store.reads.waiting",
        "Reads and searches that wait for their turn.",
        stores::waitingReads);
    stores.whenCommitted(metrics::committed);
  }

  void ofSockets(ConnectionManager<?> connections, SocketIoServer sockets) {
    metrics.show("homeroom.users.online", "Users with a socket.", connections::onlineUsers);
    metrics.show("homeroom.sockets", "Signed-in sockets.", connections::openConnections);
    metrics.show("homeroom.strangers", "Sessions on which nobody signed in.", sockets::strangers);
    metrics.count(
        "homeroom.slow.clients.closed",
        "Connections closed because their clients read too slowly.",
        sockets::endedTooSlow);
  }

  /**
   * All of it is zero when nobody calls.
   *
   * @param listener null while it does not listen
   */
  void ofCalls(Supplier<@Nullable HttpServer> listener, Services services, Passwords passwords) {
    show("homeroom.connections", "Open connections.", listener, HttpServer::connections);
    show("homeroom.requests", "Requests in the hands of handlers.", listener, HttpServer::requests);
    metrics.show("homeroom.calls.running", "Calls of services that run.", services::running);
    metrics.show("homeroom.calls.waiting", "Calls that wait for their turn.", services::waiting);
    metrics.show(
        "homeroom.passwords.waiting", "Sign-ins that wait for a thread.", passwords::waiting);
  }

  private void show(
      String name,
      String about,
      Supplier<@Nullable HttpServer> listener,
      ToLongFunction<HttpServer> figure) {
    metrics.show(
        name,
        about,
        () -> {
          HttpServer running = listener.get();
          return running == null ? 0 : figure.applyAsLong(running);
        });
  }

  void ofMemory(MemoryBudget memory) {
    metrics.show(
        "homeroom.unfinished.bytes",
        "Bytes kept for clients until something is finished.",
        memory::taken);
    metrics.show("homeroom.unfinished.limit.bytes", "What there may be of them.", memory::limit);
    metrics.show(
        "homeroom.unfinished.strangers.bytes",
        "Those of clients who brought no token.",
        memory::takenByStrangers);
    metrics.count(
        "homeroom.unfinished.shed", "Clients closed because they had most of them.", memory::shed);
  }

  void ofClock(ClockSteps steps) {
    metrics.count("homeroom.clock.steps", "Times the clock was set.", steps::count);
  }

  void ofBackups(ScheduledBackups backups) {
    metrics.show("homeroom.backup.age.seconds", "Since the newest backup.", backups::ageSeconds);
    metrics.count("homeroom.backup.failures", "Backups that failed.", backups::failures);
  }

  void ofStoreFile(StoreWatch watch) {
    metrics.show(
        "homeroom.store.damages", "Damages found when the store was read.", watch::damages);
  }
}
