// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.contracts;

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
public final class CuttingProxy implements AutoCloseable {

  /** What does not arrive. */
  public enum Cut {
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

  /** A network before that port of this machine. */
  public CuttingProxy(int target) {
    this.target = target;
    try {
      this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var _ = threads.submit(this::accept);
  }

  /** Where clients find it, on this machine. */
  public int port() {
    return listening.getLocalPort();
  }

  /** All connections, and those that are made before it is mended. */
  public void cut(Cut cut) {
    cut(cut, Integer.MAX_VALUE);
  }

  /** So many of the connections, the oldest, and those that are made before it is mended. */
  public synchronized void cut(Cut cut, int oldest) {
    set(cut != Cut.TO_CLIENT, cut != Cut.TO_SERVER, oldest);
  }

  /** What was cut or muted goes on. */
  public synchronized void mend() {
    set(false, false, Integer.MAX_VALUE);
  }

  private void set(boolean toServer, boolean toClient, int oldest) {
    serverCut = toServer;
    clientCut = toClient;
    connections.stream()
        .limit(oldest)
        .forEach(one -> {
          one.toServer().set(toServer);
          one.toClient().set(toClient);
        });
  }

  /** All connections end, and what was on its way is lost; further ones are whole. */
  public synchronized void drop() {
    for (Connection one : connections) {
      close(one.client());
      close(one.server());
    }
    mend();
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many connections there are. */
  public int connections() {
    return connections.size();
  }

  /** Nothing of this connection, counted from 0 and from the oldest, arrives at the client. */
  public void mute(int connection) {
    connections.get(connection).toClient().set(true);
  }

  private Void accept() throws IOException {
    while (true) {
      Socket client = listening.accept();
      try {
        connect(client, new byte[0]);
      } catch (IOException e) {
        client.close(); // the server is away
      }
    }
  }

  /**
   * Carries a connection that was accepted elsewhere.
   *
   * @param begun what was read of it
   * @throws IOException if the server is away
   */
  public void connect(Socket client, byte[] begun) throws IOException {
    var server = new Socket(InetAddress.getLoopbackAddress(), target);
    var connection = new Connection(client, server, new Way(), new Way());
    synchronized (this) {
      connection.toServer().set(serverCut);
      connection.toClient().set(clientCut);
      connections.add(connection);
    }
    var _ =
        threads.submit(() -> {
          carry(begun, client, server, connection.toServer());
          connections.remove(connection);
        });
    var _ = threads.submit(() -> carry(new byte[0], server, client, connection.toClient()));
  }

  private static void carry(byte[] begun, Socket from, Socket to, Way way) {
    var bytes = new byte[16 * 1024];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      way.pass();
      out.write(begun);
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
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    drop();
    threads.shutdownNow();
  }
}
