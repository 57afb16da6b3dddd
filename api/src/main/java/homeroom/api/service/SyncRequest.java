// SPDX-License-Identifier: Apache-2.0
package homeroom.api.service;

import homeroom.api.wire.About;
import homeroom.api.wire.Received;
import homeroom.api.wire.Rejection;
import homeroom.chat.message.Sync;
import homeroom.chat.school.IdFormat;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a client has, to be told what it has not. */
@Received
@About("What you have, to be told what changed since.")
record SyncRequest(
    @About("The highest rev that you have of each conversation, by its id.")
        @Nullable Map<String, Long> conversations,
    @About("Messages in the whole answer at most: 1 to 1000, 200 unless you say.")
        @Nullable Integer limit) {

  static SyncRequest read(JsonNode data) {
    long limit = data.hasNonNull("limit") ? Fields.count(data, "limit") : Sync.DEFAULT_LIMIT;
    if (limit < 1 || limit > Sync.MAX_LIMIT) {
      throw Rejection.badField(
          "limit",
          "is not 1 to " + Sync.MAX_LIMIT,
          "'limit' is 1 to " + Sync.MAX_LIMIT + " messages.");
    }
    return new SyncRequest(known(data), (int) limit);
  }

  private static Map<String, Long> known(JsonNode data) {
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
    var known = new HashMap<String, Long>();
    for (String id : conversations.propertyNames()) {
      if (!IdFormat.matches(id)) {
        throw Rejection.badField(
            "conversations", "names what is no id", "'conversations' is keyed by ids.");
      }
      known.put(id, Fields.count(conversations, id));
    }
    return known;
  }
}
