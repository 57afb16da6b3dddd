// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.server;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The servers that can be measured. */
public enum Contender {
  /** Homeroom's socketio module on the transport it chooses by itself. */
  HOMEROOM("homeroom"),
  /** The same on epoll. */
  HOMEROOM_EPOLL("homeroom-epoll"),
  /** The same on io_uring. */
  HOMEROOM_IO_URING("homeroom-io_uring"),
  /** The reference implementation on Node.js. */
  SOCKET_IO("socket.io"),
  /** The best known implementation on the JVM. */
  NETTY_SOCKETIO("netty-socketio"),
  /** One write per frame and member, in C. */
  FLOOR("floor");

  private final String title;

  Contender(String title) {
    this.title = title;
  }

  /** Its name in options and results. */
  public String title() {
    return title;
  }

  /** Whether it is what the others are compared with. */
  public boolean isHomeroom() {
    return this == HOMEROOM || this == HOMEROOM_EPOLL || this == HOMEROOM_IO_URING;
  }

  /**
   * The one of this title.
   *
   * @throws IllegalArgumentException if there is none; its message names all
   */
  public static Contender of(String title) {
    return Arrays.stream(values())
        .filter(contender -> contender.title.equals(title))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "there is no server '" + title + "'; there are " + titles()));
  }

  private static String titles() {
    return Arrays.stream(values()).map(Contender::title).collect(Collectors.joining(", "));
  }

  @Override
  public String toString() {
    return title;
  }
}
