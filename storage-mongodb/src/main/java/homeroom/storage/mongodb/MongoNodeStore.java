// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.UpdateOptions;
import homeroom.chat.bus.NodeId;
import homeroom.chat.bus.NodeLife;
import homeroom.chat.bus.NodeStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.bson.Document;

/**
 * Dates everything by the clock of the server. Runs on the caller's thread; any thread may call.
 */
final class MongoNodeStore implements NodeStore {

  static final Duration KEPT = Duration.ofHours(1);

  private final MongoCollection<Document> nodes;
  private final MongoCalls calls;

  MongoNodeStore(Collections collections, MongoCalls calls) {
    this.nodes = collections.nodes();
    this.calls = calls;
  }

  @Override
  public void beat(NodeId node, Set<String> away) {
    var update =
        new Document("$currentDate", new Document("beatAt", true))
            .append(
                "$set",
                new Document("name", node.name())
                    .append("boot", node.boot())
                    .append("away", List.copyOf(away)));
    calls.write(() -> nodes.updateOne(of(node), update, new UpdateOptions().upsert(true)));
  }

  @Override
  public List<NodeLife> nodes() {
    return calls.write(() -> {
      Instant now = new DatabaseClock(nodes).now();
      var lately = new Document("beatAt", new Document("$gte", Date.from(now.minus(KEPT))));
      return nodes
          .find(lately)
          .map(found -> life(new DocumentReader(found), now))
          .into(new ArrayList<>());
    });
  }

  private static NodeLife life(DocumentReader found, Instant now) {
    Instant beatAt = found.time("beatAt");
    return new NodeLife(
        new NodeId(found.text("name"), found.text("boot")),
        beatAt,
        Duration.between(beatAt, now),
        Set.copyOf(found.texts("away")));
  }

  @Override
  public void leave(NodeId node) {
    calls.write(() -> nodes.deleteOne(of(node)));
  }

  private static Document of(NodeId node) {
    return new Document("_id", "node " + node);
  }
}
