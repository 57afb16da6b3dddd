// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.contracts;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports below those that connections are given, of which one could take that of a server while it
 * is down. What is given out belongs to this process until it ends: it keeps the UDP port of the
 * same number, by which tests in other processes see that.
 */
public final class FreePorts {

  private static final int LOWEST = 20_000;

  /** Where Linux begins with those of connections. */
  private static final int CONNECTIONS = 32_768;

  private static final int DRAWS = 1_000;

  /** Never closed. */
  private static final List<DatagramSocket> TAKEN = new ArrayList<>();

  private FreePorts() {}

  /** The first of so many in a row on which nobody listens now, and nobody else means to. */
  public static synchronized int first(int count) {
    for (int i = 0; i < DRAWS; i++) {
      int first = ThreadLocalRandom.current().nextInt(LOWEST, CONNECTIONS - count);
      var taken = new ArrayList<DatagramSocket>();
      while (taken.size() < count && take(first + taken.size(), taken)) {
        // The next one.
      }
      if (taken.size() == count) {
        TAKEN.addAll(taken);
        return first;
      }
      taken.forEach(DatagramSocket::close);
    }
    throw new IllegalStateException("no " + count + " ports in a row are free");
  }

  private static boolean take(int port, List<DatagramSocket> taken) {
    try {
      taken.add(new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
    } catch (IOException another) {
      return false;
    }
    if (!isFree(port)) {
      taken.removeLast().close();
      return false;
    }
    return true;
  }

  private static boolean isFree(int port) {
    try (var server = new ServerSocket(port)) {
      return server.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
