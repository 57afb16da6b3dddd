// SPDX-License-Identifier: Apache-2.0
package homeroom.api.service;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.api.wire.Rejection;
import homeroom.chat.SchoolDay;
import homeroom.chat.conversation.Conversation;
import homeroom.chat.query.Page;
import homeroom.chat.school.Caller;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Every field of every service by every operator with odd values: an answer, or a 400 about it. */
class QueryTableTest {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final JsonMapper MAPPER = JsonMapper.shared();

  private static final List<String> OPERATORS =
      List.of("", "$ne", "$in", "$nin", "$lt", "$lte", "$gt", "$gte", "$like");

  private static final List<JsonNode> VALUES =
      List.of(
          JSON.nullNode(),
          JSON.stringNode(""),
          JSON.stringNode(" "),
          JSON.stringNode("null"),
          JSON.stringNode("nothing"),
          JSON.stringNode("7b"),
          JSON.stringNode("student"),
          JSON.stringNode("' OR 1=1 --"),
          JSON.stringNode("a\u0000b"),
          JSON.stringNode("\ud800"),
          JSON.stringNode("x".repeat(5_000)),
          JSON.stringNode("99999999999999999999"),
          JSON.stringNode("+999999999-12-31T23:59:59Z"),
          JSON.stringNode("-0001-01-01T00:00:00Z"),
          JSON.stringNode("2026-03-02T08:00:00Z"),
          JSON.stringNode("2026-03-02"),
          JSON.numberNode(0),
          JSON.numberNode(-1),
          JSON.numberNode(1.5),
          JSON.numberNode(Long.MIN_VALUE),
          JSON.numberNode(Double.MAX_VALUE),
          JSON.booleanNode(true),
          JSON.arrayNode(),
          JSON.arrayNode().add("7b").add("8a"),
          JSON.arrayNode().addNull(),
          JSON.arrayNode().add(JSON.arrayNode()),
          JSON.objectNode(),
          JSON.objectNode().put("$gt", 1),
          JSON.objectNode().putNull("$regex"));

  private final SchoolDay day = new SchoolDay();
  private final Conversation group = day.group("Maths", day.ada, day.bob);

  private final Map<String, Service> services =
      new TreeMap<>(
          Map.of(
              "users",
              new UserService(day.chat.directory(), day.chat.userRegistrar(), (_, _) -> false),
              "classes",
              RosterService.classes(day.chat.roster()),
              "class-teachers",
              RosterService.classTeachers(day.chat.roster()),
              "class-enrollments",
              RosterService.classEnrollments(day.chat.roster()),
              "conversations",
              new ConversationService(
                  day.chat.inbox(),
                  day.chat.conversations(),
                  day.chat.groups(),
                  day.chat.classClosing(),
                  day.chat.conversationViews()),
              "messages",
              new MessageService(day.chat.messaging(), day.chat.history(), day.chat.editing())));

  @Test
  void isAnsweredOrRefusedByItsName() {
    day.send(day.ada, group, "hello");
    int answered = 0;
    int refused = 0;
    for (Service service : services.values()) {
      for (String field : language(service).fields().keySet()) {
        for (String operator : OPERATORS) {
          for (JsonNode value : VALUES) {
            ObjectNode query = query(service);
            if (operator.isEmpty()) {
              query.set(field, value);
            } else {
              query.putObject(field).set(operator, value);
            }
            Optional<Rejection> rejection = ask(day.root, service, query);
            rejection.ifPresent(why -> assertNames(why, field, query));
            answered += rejection.isPresent() ? 0 : 1;
            refused += rejection.isPresent() ? 1 : 0;
          }
        }
        for (JsonNode value : VALUES) {
          ObjectNode query = query(service);
          query.putObject("$sort").set(field, value);
          ask(day.root, service, query).ifPresent(why -> assertNames(why, "$sort", query));
        }
      }
    }
    assertThat(answered).isGreaterThan(1_000);
    assertThat(refused).isGreaterThan(1_000);
  }

  @Test
  void whatIsNoFieldIsRefusedByItsName() {
    for (Service service : services.values()) {
      for (String name :
          List.of("$limit", "$skip", "$sort", "$select", "$or", "$and", "$where", "password", "")) {
        for (JsonNode value : VALUES) {
          ObjectNode query = query(service);
          query.set(name, value);
          ask(day.root, service, query).ifPresent(why -> assertNames(why, name, query));
        }
      }
    }
  }

  @Test
  void classesHaveNoOrderAndPeopleAreInSomeOrNone() {
    Service users = service("users");
    for (String refused :
        List.of(
            "{\"classId\":{\"$gt\":\"7b\"}}",
            "{\"classId\":{\"$lte\":\"7b\"}}",
            "{\"classId\":null}",
            "{\"classId\":{\"$ne\":null}}",
            "{\"classId\":\"\"}",
            "{\"classId\":\" bad\"}",
            "{\"classId\":{\"$in\":[\"7b\",\"!\"]}}",
            "{\"$sort\":{\"classId\":1}}")) {
      assertThat(ask(day.root, users, (ObjectNode) MAPPER.readTree(refused)))
          .as(refused)
          .hasValueSatisfying(why ->
              assertThat(why.error().errors().keySet()).anyMatch(at -> at.contains("classId")));
    }
    assertThat(names(users, "{\"classId\":\"7b\"}")).containsExactly("ada", "bob", "tom");
    assertThat(names(users, "{\"classId\":{\"$ne\":\"7b\"},\"role\":\"teacher\"}"))
        .containsExactly("tina");
    assertThat(names(users, "{\"classId\":\"nothing\"}")).isEmpty();
  }

  @Test
  void peopleAreFoundByPartsOfTheirNames() {
    Service users = service("users");
    assertThat(names(users, "{\"$search\":\"T\u00cdN\"}")).containsExactly("tina");
    assertThat(names(users, "{\"$search\":\"in an\"}")).isEmpty();
    assertThat(names(users, "{\"$search\":\"in na\"}")).containsExactly("tina");
    for (String refused : List.of("{\"$search\":\"\"}", "{\"$search\":\" \"}", "{\"$search\":1}")) {
      assertThat(ask(day.root, users, (ObjectNode) MAPPER.readTree(refused)))
          .as(refused)
          .hasValueSatisfying(why -> assertThat(why.error().errors()).containsOnlyKeys("$search"));
    }
  }

  @Test
  void messagesAreFoundWhereverTheQueryNamesTheirConversation() {
    day.send(day.ada, group, "hello");
    Service messages = service("messages");
    String id = group.id().value();
    for (String query :
        List.of(
            "{'$and':[{'conversationId':'G'}]}",
            "{'$or':[{'conversationId':'G'},{'conversationId':'another'}]}",
            "{'conversationId':{'$in':['another','G']}}",
            "{'conversationId':'G','$and':[{'$or':[{'conversationId':{'$ne':'x'}},{'seq':9}]}]}")) {
      JsonNode asked = MAPPER.readTree(query.replace('\'', '"').replace("G", id));
      assertThat(((Page<?>) messages.find(day.by(day.ada), asked)).total()).as(query).isOne();
      assertThat(ask(day.root, messages, (ObjectNode) asked)).as(query).isEmpty();
    }
    assertThat(ask(day.root, messages, (ObjectNode) MAPPER.readTree("{\"seq\":1}")))
        .hasValueSatisfying(
            why -> assertThat(why.error().errors()).containsOnlyKeys("conversationId"));
  }

  private List<String> names(Service users, String query) {
    var page = (Page<?>) users.find(day.by(day.root), MAPPER.readTree(query));
    var names = new ArrayList<String>();
    page.data().forEach(user -> names.add(MAPPER.valueToTree(user).get("name").asString()));
    names.sort(null);
    return names;
  }

  private ObjectNode query(Service service) {
    ObjectNode query = JSON.objectNode();
    if (service.equals(services.get("messages"))) {
      query.put("conversationId", group.id().value());
    }
    return query;
  }

  private Optional<Rejection> ask(
      homeroom.chat.roster.User user, Service service, ObjectNode query) {
    Caller caller = service.equals(services.get("messages")) ? day.by(day.ada) : day.by(user);
    try {
      assertThat(service.find(caller, query)).isInstanceOf(Page.class);
      return Optional.empty();
    } catch (Rejection rejection) {
      return Optional.of(rejection);
    }
  }

  private static void assertNames(Rejection why, String field, ObjectNode query) {
    if (field.equals("conversationId") && why.error().code() == 404) {
      return; // an id, of no conversation of the caller
    }
    assertThat(why.error().code()).as("%s", query).isEqualTo(400);
    assertThat(why.error().errors().keySet())
        .as("%s", query)
        .anyMatch(at -> at.contains(field) || query.toString().contains("\"" + at + "\""));
  }

  private Service service(String name) {
    return Objects.requireNonNull(services.get(name));
  }

  private static QueryLanguage language(Service service) {
    return Objects.requireNonNull(
        service.description().method(ServiceMethod.FIND).orElseThrow().queries());
  }
}
