// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.bson.Document;

/**
 * Who serves a database now, as a node finds it that is to begin. Looking changes nothing.
 *
 * @param server who has the database
 * @param holder who had it first, or joined last, for people; "" if nobody has it
 * @param nodes those that live, by their names
 * @param clockBehind by how much this machine's clock is behind the database's
 */
public record ServingCheck(Server server, String holder, List<Node> nodes, Duration clockBehind) {

  public ServingCheck {
    nodes = List.copyOf(nodes);
  }

  /** Who may have a database. */
  public enum Server {
    NOBODY,

    /** A server that is no node. */
    ALONE,

    /** Nodes with the secret that was asked for. */
    NODES,

    /** Nodes with another one. */
    NODES_WITH_ANOTHER_SECRET
  }

  /**
   * A node that lives.
   *
   * @param holder for people: where it runs
   */
  public record Node(String name, String holder, Instant since) {}

  /**
   * Asks the database that the connection string names, or {@value MongoStores#DEFAULT_DATABASE}.
   *
   * @param secret of the node that is to begin
   * @throws homeroom.chat.school.StoreUnavailable if no server takes writes now
   * @throws MongoFault if the connection string cannot be understood or the database refuses
   */
  public static ServingCheck of(String connectionString, byte[] secret) {
    return DatabaseLook.at(connectionString, database -> of(database, secret));
  }

  private static ServingCheck of(MongoDatabase database, byte[] secret) {
    DatabaseLook.Hello hello = DatabaseLook.Hello.of(database, Clock.systemUTC());
    Duration behind = hello.clockAhead().orElse(Duration.ZERO);
    Instant now = hello.at().plus(behind);
    MongoCollection<Document> leases = Collections.of(database, RosterMapping.OWN).leases();
    Document server = leases.find(new Document("_id", LeaseClaim.SERVER)).first();
    Server has = Server.NOBODY;
    String holder = "";
    if (server != null && !LeaseDocument.hasEnded(new DocumentReader(server), now)) {
      var lease = new DocumentReader(server);
      holder = lease.text("holder");
      has = server(lease, LeaseClaim.AsNode.process(MongoStores.fingerprint(secret)));
    }
    return new ServingCheck(has, holder, nodes(leases, now), behind);
  }

  private static Server server(DocumentReader lease, String process) {
    if (!LeaseClaim.AsNode.isCluster(lease)) {
      return Server.ALONE;
    }
    return lease.text("process").equals(process) ? Server.NODES : Server.NODES_WITH_ANOTHER_SECRET;
  }

  private static List<Node> nodes(MongoCollection<Document> leases, Instant now) {
    var nodes = new ArrayList<Node>();
    for (Document one : leases.find(LeaseClaim.AsNode.all())) {
      var lease = new DocumentReader(one);
      if (!LeaseDocument.hasEnded(lease, now)) {
        nodes.add(
            new Node(LeaseClaim.AsNode.name(lease), lease.text("holder"), lease.time("since")));
      }
    }
    nodes.sort(Comparator.comparing(Node::name));
    return nodes;
  }
}
