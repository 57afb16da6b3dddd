// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.chat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * A school whose people are spread evenly over the nodes of a cluster, each at one device, which
 * acks every message; every delivery is checked. For one thread.
 */
public final class SpreadSchool implements AutoCloseable {

  /** Messages of a class under way at most. */
  private static final int WINDOW = 4;

  private final SchoolClients clients;
  private final ChatLoad load;

  /**
   * Signs everybody in.
   *
   * @param nodes addresses on the loopback interface
   * @param tokens of the people, which any node takes
   */
  public SpreadSchool(List<URI> nodes, Path tokens) throws IOException {
    clients = new SchoolClients(nodes, PushedDialect.CHAT);
    try {
      clients.join(Account.read(tokens));
      clients.learnClassrooms();
      load = new ChatLoad(clients, WINDOW);
    } catch (IOException | RuntimeException failed) {
      clients.close();
      throw failed;
    }
  }

  /**
   * What came.
   *
   * @param deliveries to members who did not write it
   * @param skipped messages that were not sent since too many of their class were under way
   * @param ackNanos from the moment when a message was due to its ack
   * @param elsewhereNanos from the same moment to each delivery at another node than its sender's
   */
  public record Came(
      double seconds,
      long deliveries,
      long skipped,
      Histogram ackNanos,
      Histogram elsewhereNanos) {}

  /** People who are signed in. */
  public int people() {
    return clients.devices().size();
  }

  /** Has messages come at this rate, to class after class, from members in turn. */
  public void keepPace(double messagesPerSecond) {
    load.keepPace(messagesPerSecond);
  }

  /** What came since it was last asked for. */
  public Came take() {
    ChatLoad.Counts counts = load.take();
    return new Came(
        counts.seconds(), counts.deliveries(), counts.skipped(), counts.ack(), counts.elsewhere());
  }

  /** Ends the load, and waits until all of it has arrived everywhere. */
  public void stop() {
    load.stop();
  }

  @Override
  public void close() {
    clients.close();
  }
}
