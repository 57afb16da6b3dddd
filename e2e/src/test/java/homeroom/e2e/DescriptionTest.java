// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import homeroom.api.socket.ClientEvent;
import homeroom.api.socket.ServerEvent;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.json.JSONObject;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * What is published of the wire is what the server does. That its answers and events are as
 * described is judged wherever tests use {@link Rest} and {@link ChatClient}, by {@link Contract}.
 */
class DescriptionTest extends SharedServer {

  private static final Map<String, String> VERBS =
      Map.of("find", "get", "get", "get", "create", "post", "patch", "patch", "remove", "delete");

  @Test
  void theListsOfEventsInCodeAsyncApiAndTypesAreTheSame() throws Exception {
    List<String> calls = Arrays.stream(ClientEvent.values()).map(ClientEvent::text).toList();
    List<String> pushes =
        Arrays.stream(ServerEvent.values())
            .flatMap(event -> Stream.concat(event.chat().stream(), event.feathers().stream()))
            .toList();
    assertThat(published("receive")).containsExactlyInAnyOrderElementsOf(calls);
    assertThat(published("send")).containsExactlyInAnyOrderElementsOf(pushes);
    String types = TypesTest.text(Rest.anonymous(server), "/docs/homeroom.d.ts");
    assertThat(typed(types, "ClientToServerEvents")).containsExactlyInAnyOrderElementsOf(calls);
    assertThat(typed(types, "ServerToClientEvents")).containsExactlyInAnyOrderElementsOf(pushes);
  }

  @Test
  void everyPublishedCallIsUnderstoodAndNoOther() throws Exception {
    try (ChatClient client = person("student1").connect()) {
      for (String event : published("receive")) {
        assertThat(client.call(event, Map.of()).at("/error/data/code").asString(""))
            .as(event)
            .isNotEqualTo("unknown-event");
      }
      assertThat(client.refused("message:sned", Map.of()).at("/data/code").asString(""))
          .isEqualTo("unknown-event");
    }
  }

  @Test
  void everyPublishedMethodIsThereAndNoOther() throws Exception {
    Rest admin = person("admin").rest();
    for (String service : services()) {
      for (Map.Entry<String, String> method : VERBS.entrySet()) {
        boolean byId = !method.getKey().equals("find") && !method.getKey().equals("create");
        String template = "/" + service + (byId ? "/{id}" : "");
        boolean published = paths().path(template).has(method.getValue());
        Rest.Answer answer =
            admin.send(
                admin
                    .request(template.replace("{id}", "nobody"))
                    .header("content-type", "application/json")
                    .method(
                        method.getValue().toUpperCase(java.util.Locale.ROOT),
                        BodyPublishers.ofString("{}")));
        assertThat(answer.body().at("/data/code").asString("").equals("method-not-allowed"))
            .as(method.getKey() + " " + service + ": " + answer.body())
            .isNotEqualTo(published);
      }
    }
  }

  @Test
  void whatIsPublishedAsRequiredIsAskedFor() throws Exception {
    Rest admin = person("admin").rest();
    for (String service : services()) {
      JsonNode body = paths().path("/" + service).at("/post/requestBody/content");
      List<String> required = required(body.at("/application~1json/schema"));
      if (!required.isEmpty()) {
        Rest.Answer answer = admin.post("/" + service, Map.of());
        assertThat(answer.status()).as(service + answer.body()).isEqualTo(400);
        assertThat(required).as(service).containsAll(answer.body().get("errors").propertyNames());
      }
    }
  }

  @Test
  void answersOfFeathersCallsAreAsPublishedToo() throws Exception {
    Person teacher = person("teacher1");
    try (ChatClient client = teacher.connect()) {
      for (String service : List.of("conversations", "users", "classes", "class-teachers")) {
        List<JsonNode> answer =
            client.callWith("find", new Object[] {service, new JSONObject("{\"$limit\":3}")});
        assertThat(answer.getFirst().isNull()).isTrue();
        Contract.of(server.url())
            .demand(teacher.rest().request("/" + service).build(), 200, answer.get(1));
      }
    }
  }

  @Test
  void codeCanBeGeneratedFromTheDocument() {
    var ids = new ArrayList<String>();
    for (var path : paths().properties()) {
      for (var operation : path.getValue().properties()) {
        if (!VERBS.containsValue(operation.getKey())) {
          continue;
        }
        JsonNode one = operation.getValue();
        String where = operation.getKey() + " " + path.getKey();
        ids.add(one.get("operationId").stringValue());
        assertThat(one.get("summary").stringValue()).as(where).isNotBlank();
        assertThat(one.get("description").stringValue()).as(where).isNotBlank();
        assertThat(one.get("responses").has("4XX")).as(where).isTrue();
        var names = new ArrayList<String>();
        one.path("parameters").forEach(each -> names.add(each.get("name").stringValue()));
        assertThat(names).as(where).doesNotHaveDuplicates();
      }
    }
    assertThat(ids).doesNotHaveDuplicates().allMatch(id -> id.matches("[a-z][A-Za-z0-9]*"));
    assertThat(Contract.of(server.url()).openApi().findParents("enum"))
        .allMatch(schema -> schema.has("type"));
  }

  @Test
  void theOperatorsThatAreListedAreUnderstood() throws Exception {
    Rest admin = person("admin").rest();
    Map<String, String> values =
        Map.of(
            "string", "x", "integer", "1", "boolean", "true", "date-time", "2026-01-05T08:00:00Z");
    for (String service : services()) {
      String also = service.equals("messages") ? "&$limit=1&$search=x" : "&$limit=1";
      for (JsonNode parameter : paths().path("/" + service).at("/get/parameters")) {
        String name = parameter.get("name").stringValue();
        JsonNode schema = parameter.get("schema");
        JsonNode one = schema.has("items") ? schema.get("items") : schema;
        String type = one.path("format").asString(one.path("type").asString());
        if (name.contains("[")) {
          String query =
              URLEncoder.encode(name, UTF_8)
                  + "="
                  + URLEncoder.encode(values.getOrDefault(type, ""), UTF_8);
          Rest.Answer answer = admin.get("/" + service + "?" + query + also);
          assertThat(answer.status()).as(service + " " + name + answer.body()).isIn(200, 404);
        }
      }
    }
  }

  private List<String> published(String action) {
    JsonNode asyncApi = Contract.of(server.url()).asyncApi();
    var names = new ArrayList<String>();
    for (JsonNode operation : asyncApi.get("operations")) {
      if (operation.get("action").stringValue().equals(action)) {
        String inChannel = operation.at("/messages/0/$ref").stringValue().substring(1);
        String message = asyncApi.at(inChannel).get("$ref").stringValue().substring(1);
        names.add(asyncApi.at(message).get("name").stringValue());
      }
    }
    return names;
  }

  private static List<String> typed(String types, String table) {
    String from = types.substring(types.indexOf("export interface " + table));
    return Pattern.compile("^ {2}\"([^\"]+)\": \\(payload", Pattern.MULTILINE)
        .matcher(from.substring(0, from.indexOf("\n}")))
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  private JsonNode paths() {
    return Contract.of(server.url()).openApi().get("paths");
  }

  private Set<String> services() {
    var services = new TreeSet<String>();
    for (JsonNode tag : Contract.of(server.url()).openApi().get("tags")) {
      if (!tag.get("name").stringValue().equals("authentication")) {
        services.add(tag.get("name").stringValue());
      }
    }
    return services;
  }

  /** The required fields of a referred schema, or of the choices that it gives. */
  private List<String> required(JsonNode reference) {
    if (!reference.has("$ref")) {
      return List.of();
    }
    JsonNode schema =
        Contract.of(server.url()).openApi().at(reference.get("$ref").stringValue().substring(1));
    var required = new ArrayList<String>();
    schema.path("oneOf").forEach(choice -> required.addAll(required(choice)));
    schema.path("required").forEach(field -> required.add(field.stringValue()));
    return required;
  }
}
