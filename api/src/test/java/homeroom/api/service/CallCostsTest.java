// SPDX-License-Identifier: Apache-2.0
package homeroom.api.service;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.api.wire.Json;
import homeroom.chat.rate.CallLimits;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What calls cost, in units of looking one thing up. */
class CallCostsTest {

  private final CallCosts costs = new CallCosts(CallLimits.DEFAULT.costs());

  private int cost(String service, ServiceMethod method, @Nullable String data, String query) {
    return costs.of(
        new Services.Call(service, method, "1", json(data == null ? "{}" : data), json(query)));
  }

  private static JsonNode json(String text) {
    return Json.read(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  private int find(String query) {
    return cost("messages", ServiceMethod.FIND, null, query);
  }

  @Test
  void aListCostsByWhatIsAskedFor() {
    assertThat(cost("messages", ServiceMethod.GET, null, "{}")).isEqualTo(1);
    assertThat(find("{}")).isEqualTo(3);
    assertThat(find("{'$limit': 200}")).isEqualTo(6);
    assertThat(find("{'$limit': '200'}")).isEqualTo(6);
    assertThat(find("{'$limit': 999999999}")).isEqualTo(6);
    assertThat(find("{'$limit': 0}")).isEqualTo(2);
  }

  @Test
  void everyValueOfAQueryCountsAtWhateverDepth() {
    String list = "[" + "'a',".repeat(99) + "'a']";
    assertThat(
            find(
                "{'$limit': 0, '$or': [{'_id': {'$nin': %1$s}}, {'_id': {'$in': %1$s}}]}"
                    .formatted(list)))
        .isEqualTo(22);
  }

  @Test
  void aSearchCostsByItsWords() {
    assertThat(find("{'$limit': 0, '$search': 'home work'}")).isEqualTo(14);
  }

  @Test
  void aGroupCostsByItsPeople() {
    assertThat(cost("conversations", ServiceMethod.CREATE, "{'participants': ['a']}", "{}"))
        .isEqualTo(5);
    String people = "[" + "'a',".repeat(99) + "'a']";
    assertThat(
            cost("conversations", ServiceMethod.CREATE, "{'participants': " + people + "}", "{}"))
        .isEqualTo(15);
    assertThat(
            cost(
                "conversations",
                ServiceMethod.PATCH,
                "{'participants': {'add': " + people + "}}",
                "{}"))
        .isEqualTo(15);
  }

  @Test
  void aSyncCostsByTheMessagesAskedFor() {
    assertThat(costs.sync(json("{}"))).isEqualTo(7);
    assertThat(costs.sync(json("{'limit': 1000}"))).isEqualTo(15);
    assertThat(cost("sync", ServiceMethod.CREATE, "{'limit': 1000}", "{}")).isEqualTo(15);
  }

  @Test
  void theConversationsNamedInASyncCostOnceHoweverManyAnswersItTakes() {
    String named =
        IntStream.range(0, 3_000)
            .mapToObj("'c%d': 1"::formatted)
            .collect(Collectors.joining(",", "{", "}"));
    assertThat(costs.sync(json("{'conversations': " + named + "}"))).isEqualTo(37);
    assertThat(costs.sync(json("{'conversations': " + named + ", 'after': null}"))).isEqualTo(37);
    assertThat(costs.sync(json("{'conversations': " + named + ", 'after': 'c1'}"))).isEqualTo(7);
  }
}
