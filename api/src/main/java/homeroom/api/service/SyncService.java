package homeroom.api.service;

import homeroom.api.wire.Rejection;
import homeroom.api.wire.SyncPayload;
import homeroom.chat.message.Sync;
import homeroom.chat.school.Caller;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.IdFormat;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** {@code sync}: what changed since the revs that a client has. */
public final class SyncService implements Service {

  private final Sync sync;

  public SyncService(Sync sync) {
    this.sync = sync;
  }

  @Override
  public String name() {
    return "sync";
  }

  @Override
  public Created create(Caller caller, JsonNode data) {
    return new Created(answer(caller, data), false);
  }

  /** The same for {@code message:sync}. */
  public SyncPayload answer(Caller caller, JsonNode data) {
    long limit = data.has("limit") ? Fields.count(data, "limit") : Sync.DEFAULT_LIMIT;
    if (limit < 1 || limit > Sync.MAX_LIMIT) {
      throw Rejection.badField(
          "limit",
          "is not 1 to " + Sync.MAX_LIMIT,
          "'limit' is 1 to " + Sync.MAX_LIMIT + " messages.");
    }
    return SyncPayload.of(sync.since(caller, known(data), (int) limit));
  }

  private static Map<ConversationId, Long> known(JsonNode data) {
    JsonNode conversations = data.get("conversations");
    if (conversations == null || conversations.isNull()) {
      return Map.of();
    }
    if (!conversations.isObject() || conversations.size() > Sync.MAX_CONVERSATIONS) {
      throw Rejection.badField(
          "conversations",
          "is not an object of revs",
          "'conversations' gives the highest rev you have by conversation id, for at most "
              + Sync.MAX_CONVERSATIONS
              + " conversations.");
    }
    var known = new HashMap<ConversationId, Long>();
    for (String id : conversations.propertyNames()) {
      if (!IdFormat.matches(id)) {
        throw Rejection.badField(
            "conversations", "names what is no id", "'conversations' is keyed by ids.");
      }
      known.put(new ConversationId(id), Fields.count(conversations, id));
    }
    return known;
  }
}
