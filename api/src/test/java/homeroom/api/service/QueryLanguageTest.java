// SPDX-License-Identifier: Apache-2.0
package homeroom.api.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import homeroom.api.wire.Json;
import homeroom.api.wire.Rejection;
import homeroom.api.wire.UserPayload;
import homeroom.chat.query.Filter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** How large a query may be. */
class QueryLanguageTest {

  private final QueryLanguage language =
      new QueryLanguage(Map.of("name", FieldType.TEXT), UserPayload.class);

  private Filter parsed(String query) {
    JsonNode json = Json.read(query.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    return language.parse(json).query().filter();
  }

  private static String names(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "'" + i + "'")
        .collect(Collectors.joining(",", "[", "]"));
  }

  @Test
  void theValuesOfAllListsOfAQueryCount() {
    String two = "{'$or': [{'name': {'$in': %s}}, {'name': {'$nin': %s}}]}";
    assertThat(parsed(two.formatted(names(500), names(500)))).isInstanceOf(Filter.Or.class);
    assertThatThrownBy(() -> parsed(two.formatted(names(501), names(500))))
        .isInstanceOf(Rejection.class)
        .hasMessageContaining("1000");
  }

  @Test
  void whatStandsTwiceInAListIsLookedForOnce() {
    assertThat(parsed("{'name': {'$in': ['a', 'b', 'a']}}"))
        .isEqualTo(Filter.in("name", List.of("a", "b")));
  }
}
