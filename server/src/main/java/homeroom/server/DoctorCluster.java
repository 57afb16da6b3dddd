// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.chat.bus.BusLimits;
import homeroom.chat.bus.BusUnavailable;
import homeroom.chat.school.StoreUnavailable;
import homeroom.cluster.redis.RedisCheck;
import homeroom.cluster.redis.RedisServer;
import homeroom.storage.mongodb.MongoFault;
import homeroom.storage.mongodb.ServingCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a node among several needs: the bus, the others' secret, and a name of its own. */
final class DoctorCluster {

  /** From here on a server of the bus is slow. */
  private static final Duration SLOW = Duration.ofMillis(10);

  private final Parts parts;
  private final Clock clock;
  private boolean isServedHere;

  /**
   * What is looked at.
   *
   * @param servers of the bus
   * @param trusted certificates for TLS; null for those of the Java runtime
   * @param store null if it is none of MongoDB's
   * @param name of the node; null if it has none
   * @param secret its file, which need not be there
   */
  record Parts(
      List<RedisServer> servers,
      @Nullable Path trusted,
      @Nullable MongoAddress store,
      @Nullable String name,
      Path secret) {}

  DoctorCluster(Parts parts, Clock clock) {
    this.parts = parts;
    this.clock = clock;
  }

  List<Finding> findings() {
    var findings = new ArrayList<Finding>();
    for (RedisServer server : parts.servers()) {
      findings.addAll(bus(server));
    }
    if (parts.store() == null) {
      findings.add(
          Finding.broken(
              "Several nodes need one MongoDB, and the store is a file.",
              Program.NAME + " serve --store mongodb://HOST/DATABASE"));
    } else {
      findings.addAll(nodes(parts.store()));
    }
    return findings;
  }

  /** Whether the node runs on this machine, which then has the port; once it was looked. */
  boolean isServedHere() {
    return isServedHere;
  }

  private List<Finding> bus(RedisServer server) {
    try {
      return bus(server, RedisCheck.of(server, parts.trusted(), clock));
    } catch (BusUnavailable e) {
      return List.of(Finding.broken(String.valueOf(e.getMessage()), shell(server) + "ping"));
    }
  }

  /** What is said of a server that answered. */
  static List<Finding> bus(RedisServer server, RedisCheck check) {
    var findings = new ArrayList<Finding>();
    String said =
        String.format(
            Locale.ROOT,
            "%s, Redis %s, answers within %.1f ms",
            server,
            check.version(),
            check.answered().toNanos() / 1e6);
    findings.add(
        check.answered().compareTo(SLOW) > 0
            ? Finding.warning(
                said + ", by which all is late that people on other nodes write.",
                "ping " + server.host())
            : Finding.fine(said + "."));
    if (!check.isNewEnough()) {
      findings.add(
          Finding.broken(
              server + " is older than Redis 6.2, which the bus needs.",
              shell(server) + "info server"));
    }
    if (check.isFull()) {
      findings.add(
          Finding.broken(
              server
                  + " has no room: it has taken "
                  + check.usedMemory()
                  + " bytes of "
                  + check.maxMemory()
                  + ", and refuses what nodes tell each other (OOM).",
              shell(server)
                  + "config set maxmemory "
                  + 2 * check.maxMemory()
                  + "    # and in redis.conf"));
    }
    if (check.forgets()) {
      findings.add(
          Finding.warning(
              server
                  + " forgets what it has no room for ("
                  + check.eviction()
                  + "), so that nodes look for it in MongoDB again and again.",
              shell(server)
                  + "config set maxmemory-policy "
                  + RedisCheck.NOTHING
                  + "    # and in redis.conf"));
    }
    if (check.keepsLog()) {
      findings.add(
          Finding.warning(
              server + " writes to its disk what nobody needs.",
              shell(server) + "config set appendonly no    # and in redis.conf"));
    }
    if (isTooFar(check.clockBehind())) {
      findings.add(clock(server.toString(), check.clockBehind()));
    }
    return findings;
  }

  private static String shell(RedisServer server) {
    return "redis-cli -h "
        + server.host()
        + " -p "
        + server.port()
        + (server.tls() ? " --tls " : " ");
  }

  private static boolean isTooFar(Duration behind) {
    return behind.abs().compareTo(BusLimits.DEFAULT.clocksApart()) > 0;
  }

  private static Finding clock(String whose, Duration behind) {
    return Finding.broken(
        "This machine's clock is "
            + behind.abs().toSeconds()
            + " seconds "
            + (behind.isNegative() ? "ahead of" : "behind")
            + " that of "
            + whose
            + "; nodes may be "
            + BusLimits.DEFAULT.clocksApart().toSeconds()
            + " apart.",
        "timedatectl set-ntp true    # on both");
  }

  private List<Finding> nodes(MongoAddress store) {
    var findings = new ArrayList<Finding>();
    byte[] secret = {};
    try {
      if (Files.exists(parts.secret())) {
        secret = SecretFile.readOrMake(parts.secret());
      }
      findings.addAll(nodes(ServingCheck.of(store.connectionString(), secret), secret.length > 0));
    } catch (IOException e) {
      findings.add(
          Finding.broken(
              String.valueOf(e.getMessage()),
              Program.shell(
                  String.valueOf(e.getMessage()).contains("chmod") ? "chmod 600" : "ls -l",
                  parts.secret())));
    } catch (StoreUnavailable | MongoFault e) {
      // Said of the store.
    }
    return findings;
  }

  /** What is said of who serves the database. */
  List<Finding> nodes(ServingCheck check, boolean hasSecret) {
    var findings = new ArrayList<Finding>();
    if (isTooFar(check.clockBehind())) {
      findings.add(clock("MongoDB", check.clockBehind()));
    }
    findings.add(
        switch (check.server()) {
          case NOBODY ->
              hasSecret
                  ? Finding.fine("No node lives yet on the database.")
                  : Finding.fine(
                      "No node lives yet on the database; the first one makes the secret "
                          + parts.secret()
                          + ", which all others need.");
          case ALONE ->
              Finding.broken(
                  "A server without --cluster runs on the database: " + check.holder() + ".",
                  "systemctl stop homeroom    # where it runs");
          case NODES ->
              Finding.fine(
                  check.nodes().isEmpty()
                      ? "Nodes with the secret of this one ended a moment ago; none lives now."
                      : "Of the nodes live " + names(check) + ", with the secret of this one.");
          case NODES_WITH_ANOTHER_SECRET ->
              Finding.broken(
                  (hasSecret
                          ? "The secret in " + parts.secret() + " is another"
                          : "There is no secret in "
                              + parts.secret()
                              + ", and a new one is another")
                      + (check.nodes().isEmpty()
                          ? " than that of the nodes that ended a moment ago; none lives now."
                          : " than that of the nodes that live (" + names(check) + ")."),
                  "scp NODE:" + parts.secret() + " " + parts.secret() + "    # of one that lives");
        });
    findings.add(name(check));
    return findings;
  }

  private static String names(ServingCheck check) {
    return check.nodes().stream().map(ServingCheck.Node::name).collect(Collectors.joining(", "));
  }

  private Finding name(ServingCheck check) {
    String name = parts.name();
    if (name == null) {
      return Finding.broken("The node has no name.", Program.NAME + " serve --node NAME");
    }
    for (ServingCheck.Node node : check.nodes()) {
      if (node.name().equals(name)) {
        String lives = "Node " + name + " lives: " + node.holder() + ", since " + node.since();
        isServedHere = MongoAddress.isHere(node.holder());
        return isServedHere
            ? Finding.fine(lives + ".")
            : Finding.broken(
                lives + ". One node has a name at a time.", Program.NAME + " serve --node OTHER");
      }
    }
    return Finding.fine("No other node is called " + name + ".");
  }
}
