// SPDX-License-Identifier: Apache-2.0
package homeroom.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.school.SchoolId;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShardingTest {

  private static final RedisServer A = RedisServer.parse("redis://a.school");
  private static final RedisServer B = RedisServer.parse("redis://b.school");
  private static final RedisServer C = RedisServer.parse("redis://c.school");

  private static final List<SchoolId> SCHOOLS =
      IntStream.range(0, 3_000).mapToObj(i -> new SchoolId("school-" + i)).toList();

  @Test
  void everyServerHasAboutAsManySchools() {
    var sharding = new Sharding(List.of(A, B, C));
    Map<RedisServer, Long> schools =
        SCHOOLS.stream().collect(Collectors.groupingBy(sharding::server, Collectors.counting()));
    assertThat(schools)
        .hasSize(3)
        .allSatisfy((server, count) -> assertThat(count).isBetween(900L, 1_100L));
  }

  @Test
  void theOrderOfTheServersAndTheirPasswordsAreOfNoConsequence() {
    var one = new Sharding(List.of(A, B, C));
    var other = new Sharding(List.of(C, RedisServer.parse("redis://:secret@a.school"), B));
    assertThat(SCHOOLS)
        .allMatch(school -> one.server(school).name().equals(other.server(school).name()));
  }

  @Test
  void anotherServerGetsItsSchoolsAndMovesNoOthers() {
    Function<SchoolId, RedisServer> before = new Sharding(List.of(A, B))::server;
    Function<SchoolId, RedisServer> after = new Sharding(List.of(A, B, C))::server;
    assertThat(SCHOOLS)
        .allMatch(school ->
            after.apply(school).equals(before.apply(school)) || after.apply(school).equals(C));
  }
}
