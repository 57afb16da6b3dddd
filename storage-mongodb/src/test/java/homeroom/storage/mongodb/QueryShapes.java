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
 * What the commands that reach a server ask by: the collection, and the fields of the filter by
 * name, or of the order if there is no filter. What a caller adds to a filter ({@code $and}) is
 * left out, since it only narrows what the rest finds.
 */
final class QueryShapes implements CommandListener {

  private final Set<String> shapes = new ConcurrentSkipListSet<>();

  @Override
  public void commandStarted(CommandStartedEvent event) {
    BsonDocument command = event.getCommand();
    switch (event.getCommandName()) {
      case "find" -> add(text(command, "find"), part(command, "filter"), part(command, "sort"));
      case "findAndModify" ->
          add(text(command, "findAndModify"), part(command, "query"), new BsonDocument());
      case "update" -> addAll(text(command, "update"), command.getArray("updates"));
      case "delete" -> addAll(text(command, "delete"), command.getArray("deletes"));
      case "aggregate" -> {
        BsonDocument stage = command.getArray("pipeline").get(0).asDocument();
        if (stage.containsKey("$match")) {
          add(text(command, "aggregate"), stage.getDocument("$match"), new BsonDocument());
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
    if (fields.isEmpty()) {
      fields.addAll(sort.keySet());
    }
    shapes.add(collection + " by " + fields.stream().collect(Collectors.joining(" ")));
  }

  private static String text(BsonDocument command, String field) {
    return command.getString(field).getValue();
  }

  private static BsonDocument part(BsonDocument command, String field) {
    return command.getDocument(field, new BsonDocument());
  }
}
