// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.cluster;

import homeroom.bench.relay.RelayNode;
import homeroom.bench.server.Cores;
import homeroom.bench.server.RoomServerProcess;
import homeroom.bench.server.Workshop;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What can be measured on several nodes. */
enum Relay {
  /** Homeroom's sockets and its bus on Redis, without a store and receipts. */
  HOMEROOM("homeroom"),
  /** The reference implementation on Node.js with its adapter for Redis streams. */
  STREAMS("streams"),
  /** The same with the adapter for sharded pub/sub of Redis. */
  SHARDED("sharded");

  private final String title;

  Relay(String title) {
    this.title = title;
  }

  /** Its name in options and results. */
  String title() {
    return title;
  }

  /**
   * The one of this title.
   *
   * @throws IllegalArgumentException if there is none; its message names all
   */
  static Relay of(String title) {
    return Arrays.stream(values())
        .filter(relay -> relay.title.equals(title))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "there is no '"
                    + title
                    + "'; there are "
                    + Arrays.stream(values()).map(Relay::title).collect(Collectors.joining(", "))));
  }

  /** Whether its compiler needs long until what is measured is what stays. */
  boolean warmsUpSlowly() {
    return this == HOMEROOM;
  }

  /** Why it cannot be measured on this machine; empty if it can. */
  Optional<String> obstacle() {
    return this == HOMEROOM ? Optional.empty() : Workshop.obstacleToSocketIoNodes();
  }

  /** Builds it, if it is not or was changed. */
  void prepare(Workshop workshop) throws IOException, InterruptedException {
    if (this != HOMEROOM) {
      workshop.prepareSocketIoNodes();
    }
  }

  /**
   * Starts one of its nodes.
   *
   * @param node which one, from 0
   * @param nodes how many there are
   */
  RoomServerProcess start(Workshop workshop, Cores cores, int redisPort, int node, int nodes)
      throws IOException {
    String redis = Integer.toString(redisPort);
    if (this == HOMEROOM) {
      List<String> arguments = List.of(redis, Integer.toString(node), Integer.toString(nodes));
      return workshop.start(title, RelayNode.class, arguments, cores);
    }
    return workshop.startSocketIoNode(title, List.of(title, redis), cores);
  }

  /**
   * How many other nodes hear a message, by the rules of each: those of a school's log are the
   * nodes that somebody of the school is at; a stream is read by all; a room's channel is heard by
   * the nodes that a member is at, which is an average here.
   *
   * @param nodes of all schools
   * @param schoolNodes over which one school is spread evenly
   * @param room its members
   */
  double heard(int nodes, int schoolNodes, int room) {
    return switch (this) {
      case HOMEROOM -> schoolNodes - 1;
      case STREAMS -> nodes - 1;
      case SHARDED -> schoolNodes * (1 - Math.pow(1 - 1.0 / schoolNodes, room)) - 1;
    };
  }

  @Override
  public String toString() {
    return title;
  }
}
