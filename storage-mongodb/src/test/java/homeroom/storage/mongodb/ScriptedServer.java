// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;

/** A server in this process that gives, when told to, the answers that only a real one gives. */
final class ScriptedServer extends MemoryBackend {

  private record Instead(Predicate<Document> of, Document answer) {}

  private final Queue<Instead> answers = new ConcurrentLinkedQueue<>();
  private final Queue<String> asked = new ConcurrentLinkedQueue<>();

  ScriptedServer() {
    enableOplog();
  }

  @Override
  public Document handleMessage(MongoMessage message) {
    Document command = message.getDocument();
    asked.add(kind(command));
    Instead next = answers.peek();
    if (next != null && next.of().test(command)) {
      answers.remove();
      return next.answer();
    }
    return super.handleMessage(message);
  }

  /** How often a command of that kind came, such as {@code aggregate}. */
  long asked(String kind) {
    return asked.stream().filter(kind::equals).count();
  }

  /** The next command of that kind, once those before it are answered, fails. */
  ScriptedServer fail(String kind, int code) {
    answers.add(new Instead(command -> kind(command).equals(kind), error(code)));
    return this;
  }

  /** The next command of that kind on that collection, once those before it are answered, fails. */
  ScriptedServer fail(String kind, String collection, int code) {
    answers.add(
        new Instead(
            command -> kind(command).equals(kind) && collection.equals(command.get(kind)),
            error(code)));
    return this;
  }

  private static Document error(int code) {
    return new Document("ok", 0.0).append("code", code).append("errmsg", "an error");
  }

  /** The next look at the change stream of that collection finds it dropped, and ended for that. */
  ScriptedServer endStreamOf(String collection) {
    List<Document> events =
        List.of(
            new Document("_id", new Document("_data", "8266")).append("operationType", "drop"),
            new Document("_id", new Document("_data", "8267"))
                .append("operationType", "invalidate"));
    Document cursor =
        new Document("id", 0L)
            .append("ns", "school." + collection)
            .append("nextBatch", events)
            .append("postBatchResumeToken", new Document("_data", "8267"));
    answers.add(
        new Instead(
            command ->
                kind(command).equals("getMore") && collection.equals(command.get("collection")),
            new Document("cursor", cursor).append("ok", 1.0)));
    return this;
  }

  private static String kind(Document command) {
    return command.keySet().iterator().next();
  }
}
