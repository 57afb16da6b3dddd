// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import homeroom.chat.contracts.CuttingProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The one address by which all nodes name their Redis, as they have to: from there each takes a
 * network of its own, by the user that its connections sign in as.
 */
final class RedisDoor implements AutoCloseable {

  private final ServerSocket listening;
  private final Map<String, CuttingProxy> networks = new ConcurrentHashMap<>();

  RedisDoor() throws IOException {
    this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    var _ = Thread.ofVirtual().start(this::accept);
  }

  /** What makes that name a user of Redis, of its command line. */
  static String[] user(String name) {
    return new String[] {"--user", name, "on", ">" + name, "~*", "&*", "+@all"};
  }

  /** Has the node of that name take this network; where its Redis is for it. */
  String address(String node, CuttingProxy network) {
    networks.put(node, network);
    return "redis://" + node + ":" + node + "@127.0.0.1:" + listening.getLocalPort();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        var _ = Thread.ofVirtual().start(() -> lead(client));
      } catch (IOException e) {
        return; // it is closed
      }
    }
  }

  private void lead(Socket client) {
    try {
      var bytes = new byte[1024];
      int length = Math.max(0, client.getInputStream().read(bytes));
      String begun = new String(bytes, 0, length, UTF_8);
      for (var one : networks.entrySet()) {
        String name = one.getKey();
        if (begun.contains("\r\nAUTH\r\n$" + name.length() + "\r\n" + name + "\r\n")) {
          one.getValue().connect(client, begun.getBytes(UTF_8));
          return;
        }
      }
      client.close();
    } catch (IOException e) {
      end(client); // the server is away
    }
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
