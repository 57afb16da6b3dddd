// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Every published field of every list by every operator with odd values: the store answers, or the
 * query is refused with a 400 that names what is wrong.
 */
class OddQueryTest extends SharedServer {

  private static final List<String> OPERATORS =
      List.of("", "[$ne]", "[$in][]", "[$nin][]", "[$lt]", "[$gte]", "[$like]");

  private static final List<String> VALUES =
      List.of(
          "",
          " ",
          "null",
          "nothing",
          "student",
          "' OR 1=1 --",
          "a\u0000b",
          "x".repeat(2_000),
          "99999999999999999999",
          "-1",
          "1.5",
          "true",
          "+999999999-12-31T23:59:59Z",
          "2026-03-02T08:00:00Z");

  /** Arguments that name the one thing the list is of. */
  private static final Set<String> OF_ONE =
      Set.of("conversationId", "messageId", "userId", "from", "to");

  private Rest rest;
  private String group;
  private String student;
  private String teacher;

  @SuppressWarnings("NullAway.Init")
  OddQueryTest() {}

  @BeforeAll
  void people() throws Exception {
    Person ada = person("student1");
    student = ada.id();
    teacher = person("teacher1").id();
    rest = person("admin").rest();
    group = person("admin").group("Odd", ada);
  }

  @Test
  void isAnsweredOrRefusedByItsName() throws Exception {
    int answered = 0;
    int asked = 0;
    for (Map.Entry<String, List<String>> list : fields().entrySet()) {
      for (String field : list.getValue()) {
        for (String operator : OPERATORS) {
          for (String value : VALUES) {
            answered += answered(list.getKey(), field + operator, value, field) ? 1 : 0;
            asked++;
          }
        }
        for (String value : hasOrder(list.getKey(), field) ? VALUES : List.<String>of()) {
          answered(list.getKey(), "$sort[" + field + "]", value, "$sort");
        }
      }
    }
    assertThat(answered).isBetween(asked / 10, asked * 9 / 10);
  }

  /** Whether it was answered; else it was refused as it should. */
  private boolean answered(String service, String name, String value, String at) throws Exception {
    String query = "/" + service + "?" + encoded(name) + "=" + encoded(value);
    if (service.equals("messages") && !at.equals("conversationId")) {
      query += "&conversationId=" + group;
    }
    if (service.equals("policy-explanations")) {
      query += besides(at);
    }
    Rest.Answer answer = rest.get(query);
    if (answer.status() == 200) {
      return true;
    }
    boolean ofNothing = OF_ONE.contains(at) && answer.status() == 404;
    if (!ofNothing) {
      assertThat(answer.status()).as(query).isEqualTo(400);
      assertThat(answer.body().get("errors").toString()).as(query).contains(at);
    }
    return false;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static boolean hasOrder(String service, String field) {
    return !OF_ONE.contains(field) && !service.equals("policy-explanations");
  }

  /** What an explanation has to be asked with besides. */
  private String besides(String at) {
    return switch (at) {
      case "from" -> "&to=" + student;
      case "to", "conversationId" -> "&from=" + student;
      default -> "&from=" + student + "&to=" + teacher;
    };
  }

  /** The published fields of each list. */
  private Map<String, List<String>> fields() throws Exception {
    var fields = new TreeMap<String, List<String>>();
    for (Map.Entry<String, JsonNode> path :
        Rest.anonymous(server).get("/openapi.json").body().get("paths").properties()) {
      String service = path.getKey().substring(1);
      for (JsonNode parameter : path.getValue().at("/get/parameters")) {
        String name = parameter.get("name").asString();
        if (parameter.get("in").asString().equals("query") && !name.matches("\\$.*|.*\\[.*")) {
          fields.computeIfAbsent(service, any -> new ArrayList<>()).add(name);
        }
      }
    }
    assertThat(fields).containsKeys("users", "classes", "conversations", "messages");
    return fields;
  }
}
