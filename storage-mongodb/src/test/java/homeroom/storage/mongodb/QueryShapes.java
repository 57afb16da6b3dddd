// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * What the commands that reach a server ask by: the collection, the fields of the filter by name,
 * and the fields of the order, those that fall with a minus. What a caller adds to a filter ({@code
 * $and}) is left out, since it only narrows what the rest finds.
 */
final class QueryShapes implements CommandListener {

  private final Set<String> shapes = new ConcurrentSkipListSet<>();

  @Override
  public void commandStarted(CommandStartedEvent event) {
    add(event.getCommandName(), event.getCommand());
  }

  void add(String kind, BsonDocument command) {
    switch (kind) {
      case "find" -> add(text(command, "find"), part(command, "filter"), part(command, "sort"));
      case "findAndModify" ->
          add(text(command, "findAndModify"), part(command, "query"), new BsonDocument());
      case "update" -> addAll(text(command, "update"), command.getArray("updates"));
      case "delete" -> addAll(text(command, "delete"), command.getArray("deletes"));
      case "aggregate" -> {
        BsonArray stages = command.getArray("pipeline");
        BsonDocument first = stages.get(0).asDocument();
        if (first.containsKey("$match")) {
          BsonDocument second = stages.size() > 1 ? stages.get(1).asDocument() : new BsonDocument();
          add(text(command, "aggregate"), first.getDocument("$match"), part(second, "$sort"));
        }
      }
      default -> {}
    }
  }

  Set<String> all() {
    return Set.copyOf(shapes);
  }

  private void addAll(String collection, BsonArray statements) {
    for (BsonValue each : statements) {
      add(collection, each.asDocument().getDocument("q"), new BsonDocument());
    }
  }

  private void add(String collection, BsonDocument filter, BsonDocument sort) {
    var fields = new TreeSet<>(filter.keySet());
    fields.remove("$and");
    String order =
        sort.entrySet().stream()
            .map(each -> (each.getValue().asNumber().intValue() < 0 ? "-" : "") + each.getKey())
            .collect(Collectors.joining(" "));
    shapes.add(
        collection
            + (fields.isEmpty() ? "" : " by " + String.join(" ", fields))
            + (order.isEmpty() ? "" : " in " + order));
  }

  private static String text(BsonDocument command, String field) {
    return command.getString(field).getValue();
  }

  private static BsonDocument part(BsonDocument command, String field) {
    return command.getDocument(field, new BsonDocument());
  }
}
