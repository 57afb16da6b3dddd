// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import com.mongodb.client.MongoCollection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * What has to be held to serve a database: alone, or as one of the nodes of a cluster. Both are the
 * document {@value #SERVER}, which all nodes of a cluster have together: a server that knows
 * nothing of clusters finds it held as well. Blocks; for one thread at a time.
 */
sealed interface LeaseClaim {

  /** The document of whoever serves. */
  String SERVER = "server";

  /**
   * Waits for holders that do not renew it.
   *
   * @return why not, in sentences; null if it is held
   */
  @Nullable String take();

  /** Whether it is still held. */
  boolean renew();

  void release();

  /** What to say when somebody else has it, in a sentence. */
  String lost();

  /** The only server. */
  record Alone(LeaseDocument server) implements LeaseClaim {

    @Override
    public @Nullable String take() {
      @Nullable DocumentReader other = server.claim();
      return other == null ? null : AsNode.isCluster(other) ? ofCluster(other) : ofServer(other);
    }

    private static String ofCluster(DocumentReader other) {
      return ("Nodes of a cluster run on this database, the newest of them %s, since %s; beside"
              + " them no server runs without --cluster.")
          .formatted(other.text("holder"), other.time("since"));
    }

    private static String ofServer(DocumentReader other) {
      return ("Another Homeroom server runs on this database: %s, since %s. Its lease lasts until"
              + " %s, and is renewed as long as it runs.")
          .formatted(other.text("holder"), other.time("since"), LeaseDocument.end(other));
    }

    @Override
    public boolean renew() {
      return server.renew();
    }

    @Override
    public void release() {
      server.release();
    }

    @Override
    public String lost() {
      return "Another Homeroom server took over the database, since this one could not renew its"
          + " lease.";
    }
  }

  /**
   * One node: it has its name to itself, and the database together with all nodes that know the
   * same secret.
   *
   * @param name of the node
   */
  record AsNode(String name, LeaseDocument node, LeaseDocument cluster) implements LeaseClaim {

    /** What the process of a cluster begins with. */
    private static final String CLUSTER = "cluster ";

    /** What the documents of nodes begin with, and what is right after all of them. */
    private static final String NODE = "node ";

    private static final String AFTER_NODES = "node!";

    /**
     * @param boot another at every start
     * @param fingerprint of the secret
     */
    static AsNode of(
        MongoCollection<Document> leases,
        String name,
        String boot,
        String fingerprint,
        String holder,
        long millis) {
      return new AsNode(
          name,
          new LeaseDocument(leases, NODE + name, holder, boot, millis),
          new LeaseDocument(
              leases, SERVER, NODE + name + " (" + holder + ")", process(fingerprint), millis));
    }

    /** Of all nodes that know a secret. */
    static String process(String fingerprint) {
      return CLUSTER + fingerprint;
    }

    /** The documents of nodes. */
    static Document all() {
      return new Document("_id", new Document("$gte", NODE).append("$lt", AFTER_NODES));
    }

    /** What the node of such a document is called. */
    static String name(DocumentReader lease) {
      return lease.text("_id").substring(NODE.length());
    }

    static boolean isCluster(DocumentReader lease) {
      return lease.text("process").startsWith(CLUSTER);
    }

    @Override
    public @Nullable String take() {
      @Nullable DocumentReader namesake = node.claim();
      if (namesake != null) {
        return ("A node of the name '%s' lives: %s, since %s. Give this one another name, or stop"
                + " that one.")
            .formatted(name, namesake.text("holder"), namesake.time("since"));
      }
      boolean taken = false;
      try {
        @Nullable DocumentReader other = cluster.claim();
        taken = other == null;
        return other == null ? null : isCluster(other) ? otherSecret(other) : ofServer(other);
      } finally {
        if (!taken) {
          node.release();
        }
      }
    }

    private static String otherSecret(DocumentReader other) {
      return ("The cluster on this database, with %s since %s, has another secret than this node:"
              + " all nodes need the same one, or tokens of one are none at the others.")
          .formatted(other.text("holder"), other.time("since"));
    }

    private static String ofServer(DocumentReader other) {
      return ("A Homeroom server without --cluster runs on this database: %s, since %s. Stop it"
              + " first, and start it with --cluster if it is to be a node.")
          .formatted(other.text("holder"), other.time("since"));
    }

    @Override
    public boolean renew() {
      return node.renew() && cluster.renew();
    }

    /** The last one that lives gives back what all have together. */
    @Override
    public void release() {
      @Nullable Document seen = cluster.seen();
      node.release();
      if (seen != null && !anotherLives()) {
        cluster.release(seen);
      }
    }

    private boolean anotherLives() {
      List<Document> found = node.leases().find(all()).into(new ArrayList<>());
      Instant now = new DatabaseClock(node.leases()).now();
      return found.stream().anyMatch(one -> !LeaseDocument.hasEnded(new DocumentReader(one), now));
    }

    @Override
    public String lost() {
      return "Another Homeroom server, or another node of this name, took over, since this node"
          + " could not renew its lease on the database.";
    }
  }
}
