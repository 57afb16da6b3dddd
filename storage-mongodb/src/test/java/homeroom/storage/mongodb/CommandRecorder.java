// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bson.BsonDocument;
import org.bson.BsonDocumentWriter;
import org.bson.Document;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.DocumentCodec;
import org.bson.codecs.EncoderContext;

/** The commands that reach the server. */
final class CommandRecorder implements CommandListener {

  private final List<Document> commands = new CopyOnWriteArrayList<>();

  @Override
  public void commandStarted(CommandStartedEvent event) {
    var copy = new BsonDocument();
    new BsonDocumentCodec()
        .encode(new BsonDocumentWriter(copy), event.getCommand(), EncoderContext.builder().build());
    commands.add(new DocumentCodec().decode(copy.asBsonReader(), DecoderContext.builder().build()));
  }

  List<Document> commands() {
    return List.copyOf(commands);
  }

  /** As if none had come yet. */
  void forget() {
    commands.clear();
  }

  /** Those of that kind, such as "find". */
  List<Document> commands(String kind) {
    return commands.stream()
        .filter(command -> command.keySet().iterator().next().equals(kind))
        .toList();
  }
}
