// SPDX-License-Identifier: Apache-2.0
package homeroom.cluster.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A network between clients and a server that can be cut, one way or both: what is sent then
 * arrives when it is mended, as it does over TCP. Nobody is told.
 */
final class CuttingProxy implements AutoCloseable {

  /** What does not arrive. */
  enum Cut {
    TO_SERVER,
    TO_CLIENT,
    BOTH
  }

  /** One way of one connection. */
  private static final class Way {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition mended = lock.newCondition();
    private boolean cut;

    void set(boolean isCut) {
      lock.lock();
      try {
        cut = isCut;
        mended.signalAll();
      } finally {
        lock.unlock();
      }
    }

    void pass() throws InterruptedException {
      lock.lock();
      try {
        while (cut) {
          mended.await();
        }
      } finally {
        lock.unlock();
      }
    }
  }

  private record Connection(Socket client, Socket server, Way toServer, Way toClient) {}

  private final ServerSocket listening;
  private final int target;
  private final List<Connection> connections = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** Under its lock: what further connections begin with. */
  private boolean serverCut;

  private boolean clientCut;

  CuttingProxy(int target) {
    this.target = target;
    try {
      this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var _ = threads.submit(this::accept);
  }

  RedisServer server() {
    return RedisServer.parse("redis://127.0.0.1:" + listening.getLocalPort());
  }

  /** All connections, and those that are made before it is mended. */
  synchronized void cut(Cut cut) {
    set(cut != Cut.TO_CLIENT, cut != Cut.TO_SERVER);
  }

  synchronized void mend() {
    set(false, false);
  }

  private void set(boolean toServer, boolean toClient) {
    serverCut = toServer;
    clientCut = toClient;
    connections.forEach(one -> {
      one.toServer().set(toServer);
      one.toClient().set(toClient);
    });
  }

  /** Nothing of this connection, counted from 0, arrives at the client. */
  void mute(int connection) {
    connections.get(connection).toClient().set(true);
  }

  private Void accept() throws IOException {
    while (true) {
      Socket client = listening.accept();
      var server = new Socket(InetAddress.getLoopbackAddress(), target);
      var connection = new Connection(client, server, new Way(), new Way());
      synchronized (this) {
        connection.toServer().set(serverCut);
        connection.toClient().set(clientCut);
        connections.add(connection);
      }
      var _ = threads.submit(() -> carry(client, server, connection.toServer()));
      var _ = threads.submit(() -> carry(server, client, connection.toClient()));
    }
  }

  private static void carry(Socket from, Socket to, Way way) {
    var bytes = new byte[16 * 1024];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
        way.pass();
        out.write(bytes, 0, length);
      }
    } catch (IOException e) {
      // One end is gone, so the other one goes.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    try {
      listening.close();
      for (Connection one : connections) {
        one.client().close();
        one.server().close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.shutdownNow();
  }
}
