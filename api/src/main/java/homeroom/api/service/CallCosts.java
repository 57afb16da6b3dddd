// SPDX-License-Identifier: Apache-2.0
package homeroom.api.service;

import homeroom.chat.query.Query;
import homeroom.chat.rate.CallLimits;
import java.util.StringTokenizer;
import tools.jackson.databind.JsonNode;

/** What a call costs, by what it asks for; known before anything is done. */
public final class CallCosts {

  private final CallLimits.Costs costs;

  public CallCosts(CallLimits.Costs costs) {
    this.costs = costs;
  }

  int of(Services.Call call) {
    return switch (call.method()) {
      case GET -> costs.get();
      case FIND -> find(call.query());
      case CREATE ->
          switch (call.service()) {
            case MessageService.NAME -> costs.get();
            case SyncService.NAME -> sync(call.data());
            case ConversationService.NAME -> people(call.data());
            default -> costs.change();
          };
      case PATCH, REMOVE, UPDATE ->
          call.service().equals(ConversationService.NAME) ? people(call.data()) : costs.change();
    };
  }

  /**
   * A sync, over REST and on sockets. Of several requests for the answers to one the first looks
   * all named conversations up, the others only those that they answer.
   */
  public int sync(JsonNode data) {
    int named = data.path("after").isString() ? 0 : data.path("conversations").size();
    return costs.sync()
        + number(data.path("limit"), Query.DEFAULT_LIMIT * 4, 1_000) / (2 * costs.itemsPerUnit())
        + named / (10 * costs.valuesPerUnit());
  }

  private int find(JsonNode query) {
    int items = number(query.path("$limit"), Query.DEFAULT_LIMIT, Query.MAX_LIMIT);
    String search = query.path("$search").asString("");
    return costs.find()
        + items / costs.itemsPerUnit()
        + values(query) / costs.valuesPerUnit()
        + (search.isEmpty() ? 0 : costs.search() + words(search));
  }

  private int people(JsonNode data) {
    JsonNode named = data.path("participants");
    int people = named.isArray() ? named.size() : values(named);
    return costs.people() + people / costs.peoplePerUnit();
  }

  private static int words(String text) {
    return new StringTokenizer(text).countTokens();
  }

  private static int number(JsonNode value, int byDefault, int most) {
    return Math.clamp(value.asInt(byDefault), 0, most);
  }

  /** How many values stand in it, at whatever depth. */
  private static int values(JsonNode node) {
    if (node.isValueNode() || node.isMissingNode()) {
      return node.isMissingNode() ? 0 : 1;
    }
    int sum = 0;
    for (JsonNode part : node) {
      sum += values(part);
    }
    return sum;
  }
}
