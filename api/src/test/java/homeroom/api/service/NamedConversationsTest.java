// SPDX-License-Identifier: Apache-2.0
package homeroom.api.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import homeroom.api.wire.Json;
import homeroom.api.wire.MessagePayload;
import homeroom.api.wire.Rejection;
import homeroom.chat.query.Filter;
import homeroom.chat.query.Query;
import homeroom.chat.school.ConversationId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** In which conversations a query of messages looks. */
class NamedConversationsTest {

  private static final QueryLanguage LANGUAGE =
      new QueryLanguage(
          Map.of("conversationId", FieldType.MEMBERSHIP, "seq", FieldType.NUMBER),
          MessagePayload.class);

  private static NamedConversations of(String query) {
    String json = query.replace('\'', '"');
    return NamedConversations.in(
        LANGUAGE.parse(Json.read(json.getBytes(StandardCharsets.UTF_8))).query());
  }

  private static @Nullable Set<String> ids(String query) {
    Set<ConversationId> ids = of(query).idsIfAny();
    return ids == null ? null : ids.stream().map(ConversationId::value).collect(Collectors.toSet());
  }

  @Test
  void oneIsNamedByItself() {
    assertThat(ids("{'conversationId': 'a', 'seq': {'$lt': 9}}")).containsExactly("a");
    assertThat(ids("{'$and': [{'conversationId': 'a'}, {'seq': 9}]}")).containsExactly("a");
    assertThat(ids("{'$or': [{'conversationId': 'a', 'seq': 1}, {'conversationId': 'a'}]}"))
        .containsExactly("a");
  }

  @Test
  void severalAreNamedInAListOrInBranches() {
    assertThat(ids("{'conversationId': {'$in': ['a', 'b']}}")).containsExactly("a", "b");
    assertThat(ids("{'$or': [{'conversationId': 'a'}, {'conversationId': 'b'}]}"))
        .containsExactly("a", "b");
  }

  @Test
  void ofSeveralConditionsThoseCountThatMeetAll() {
    assertThat(
            ids(
                "{'conversationId': {'$in': ['a', 'b']},"
                    + " '$and': [{'conversationId': {'$in': ['b', 'c']}}]}"))
        .containsExactly("b");
    assertThat(ids("{'conversationId': 'a', '$and': [{'conversationId': 'b'}]}")).isEmpty();
  }

  @Test
  void aBranchWithoutOneLooksEverywhere() {
    assertThat(ids("{'$or': [{'conversationId': 'a'}, {'seq': 1}]}")).isNull();
    assertThat(ids("{'conversationId': {'$ne': 'a'}}")).isNull();
    assertThat(ids("{'conversationId': {'$nin': ['a']}}")).isNull();
    assertThatThrownBy(() -> of("{'seq': 1}").ids())
        .isInstanceOf(Rejection.class)
        .hasMessageContaining("Say which");
  }

  @Test
  void whatTheIdsSayIsNoConditionAnyMore() {
    Query query = of("{'$and': [{'conversationId': 'a'}], 'seq': 9}").query();
    assertThat(query.filter()).isEqualTo(Filter.equal("seq", 9L));
    assertThat(of("{'conversationId': {'$in': ['a']}}").query().filter()).isEqualTo(Filter.ALL);
  }

  @Test
  void aHundredCanBeNamed() {
    List<String> ids = IntStream.range(0, 101).mapToObj(i -> "'" + i + "'").toList();
    String list = "{'conversationId': {'$in': %s}}";
    assertThat(ids(list.formatted(ids.subList(0, 100)))).hasSize(100);
    assertThatThrownBy(() -> of(list.formatted(ids)))
        .isInstanceOf(Rejection.class)
        .hasMessageContaining("100");
  }
}
