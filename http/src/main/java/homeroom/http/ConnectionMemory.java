// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What one connection makes the server keep: requests that are not complete, that wait or are being
 * handled, and answers that are not read. It counts for the network of whoever sent the request, as
 * a stranger's unless it brought a token, and for a user once the handler said so. Runs on the
 * connection's event loop.
 */
final class ConnectionMemory {

  /** What a connection may keep without being counted, in bytes: ordinary requests are within. */
  private static final int FREE_BYTES = 2_048;

  private final ServerState server;
  private final InetSocketAddress neighbour;
  private final MemoryBudget.Account account;

  /** Whose it is; null if a user's. */
  private @Nullable Network network;

  private boolean hasToken;
  private long requestBytes;
  private long unreadBytes;
  private long counted;

  /**
   * @param onShed by any thread: lets go of it all
   */
  ConnectionMemory(ServerState server, InetSocketAddress neighbour, Runnable onShed) {
    this.server = server;
    this.neighbour = neighbour;
    Network at = Network.of(neighbour);
    this.network = at;
    this.account = server.memory().connection(at, onShed);
  }

  /** A request begins: what is kept from now on is its sender's. */
  void begins(HttpHeaders headers) {
    if (counted > 0) {
      return;
    }
    Network sender = Network.of(server.proxies().client(neighbour, headers));
    boolean token = headers.contains(HttpHeaderNames.AUTHORIZATION);
    if (sender.equals(network) && token == hasToken) {
      return;
    }
    network = sender;
    hasToken = token;
    if (token) {
      account.belongsTo(sender);
    } else {
      account.belongsToStranger(sender);
    }
  }

  /** The answer that comes now is for a user, if the handler found one. */
  void answers(@Nullable Object user) {
    if (user != null) {
      network = null;
      account.belongsTo(user);
    }
  }

  /** A complete request came, or with a negative number of bytes is gone. */
  void requests(int bytes) {
    requestBytes += bytes;
  }

  /** An answer is on its way, or with a negative number of bytes was read. */
  void unread(int bytes) {
    unreadBytes += bytes;
  }

  /**
   * Counts what is kept now.
   *
   * @param unfinished bytes of a request that is not complete
   * @return false if there is no room for it
   */
  boolean settle(int unfinished) {
    long kept = requestBytes + unreadBytes + unfinished;
    long now = kept <= FREE_BYTES ? 0 : kept;
    long more = now - counted;
    counted = now;
    if (more > 0) {
      return account.take(more);
    }
    if (more < 0) {
      account.give(-more);
    }
    return true;
  }

  void close() {
    account.close();
  }
}
