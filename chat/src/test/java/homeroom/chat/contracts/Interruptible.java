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
import java.util.concurrent.CountDownLatch;

/**
 * A line between a store and its server that can be cut (connections end, new ones are refused) and
 * stalled (nothing comes through, nothing ends). Each connection has two virtual threads.
 */
public final class Interruptible implements AutoCloseable {

  private final int target;
  private final ServerSocket listener;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private volatile boolean cut;
  private volatile CountDownLatch open = new CountDownLatch(0);

  /**
   * A line to that port of this machine.
   *
   * @param target the port of the server
   */
  public Interruptible(int target) {
    try {
      this.target = target;
      this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      Thread.startVirtualThread(this::accept);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where its near end is, on this machine. */
  public int port() {
    return listener.getLocalPort();
  }

  /** Ends every connection, and each new one at once. */
  public void cut() {
    cut = true;
    sockets.forEach(Interruptible::end);
    sockets.clear();
  }

  /** Lets nothing through. */
  public void stall() {
    open = new CountDownLatch(1);
  }

  /** Lets everything through that waits or comes. */
  public void heal() {
    cut = false;
    open.countDown();
  }

  @Override
  public void close() {
    cut();
    heal();
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        if (cut) {
          end(client);
          continue;
        }
        var server = new Socket(InetAddress.getLoopbackAddress(), target);
        sockets.add(client);
        sockets.add(server);
        Thread.startVirtualThread(() -> pass(client, server));
        Thread.startVirtualThread(() -> pass(server, client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void pass(Socket from, Socket to) {
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      var bytes = new byte[8192];
      int read = in.read(bytes);
      while (read >= 0) {
        open.await();
        out.write(bytes, 0, read);
        read = in.read(bytes);
      }
    } catch (IOException | InterruptedException e) {
      end(from);
      end(to);
    }
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
