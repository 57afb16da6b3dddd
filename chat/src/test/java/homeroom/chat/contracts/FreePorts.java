// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.contracts;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports below those that connections are given, of which one could take that of a server while it
 * is down.
 */
public final class FreePorts {

  private static final int LOWEST = 20_000;

  /** Where Linux begins with those of connections. */
  private static final int CONNECTIONS = 32_768;

  private static final int DRAWS = 1_000;

  private FreePorts() {}

  /** The first of so many in a row on which nobody listens now. */
  public static int first(int count) {
    for (int i = 0; i < DRAWS; i++) {
      int first = ThreadLocalRandom.current().nextInt(LOWEST, CONNECTIONS - count);
      int free = 0;
      while (free < count && isFree(first + free)) {
        free++;
      }
      if (free == count) {
        return first;
      }
    }
    throw new IllegalStateException("no " + count + " ports in a row are free");
  }

  private static boolean isFree(int port) {
    try (var server = new ServerSocket(port)) {
      return server.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
