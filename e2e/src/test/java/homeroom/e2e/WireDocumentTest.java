// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import homeroom.api.socket.ClientEvent;
import homeroom.api.socket.ServerEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What {@code docs/wire.md} lists is what the server publishes. */
class WireDocumentTest extends SharedServer {

  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Set<String> VERBS = Set.of("find", "get", "create", "patch", "remove");

  private static String section(int number) throws IOException {
    String text = Files.readString(Path.of("..", "docs", "wire.md"), UTF_8);
    int begin = text.indexOf("\n## " + number + ". ");
    int end = text.indexOf("\n## ", begin + 1);
    return text.substring(begin, end < 0 ? text.length() : end);
  }

  /** The cells of the rows of tables, without their heads. */
  private static List<String[]> rows(String section) {
    return section
        .lines()
        .filter(line -> line.startsWith("| `"))
        .map(line -> line.substring(2).split(" \\| ", -1))
        .toList();
  }

  private static List<String> codes(String text) {
    return CODE.matcher(text).results().map((MatchResult found) -> found.group(1)).toList();
  }

  private static Set<String> events(int section) throws IOException {
    return rows(section(section)).stream()
        .flatMap(row -> codes(row[0]).stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private JsonNode openApi() throws Exception {
    return Rest.anonymous(server).get("/openapi.json").body();
  }

  @Test
  void itsEventsAreThoseOfSockets() throws Exception {
    assertThat(events(4))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(ClientEvent.values()).map(ClientEvent::text).toList());
    assertThat(events(5))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(ServerEvent.values()).flatMap(event -> event.chat().stream()).toList());
  }

  @Test
  void itsServicesHaveTheMethodsThatItSays() throws Exception {
    var said = new TreeSet<String>();
    for (String[] row : rows(section(7))) {
      if (row.length < 3 || row[1].equals("to come")) {
        continue;
      }
      String methods = row[1].replaceAll("\\([^)]*\\)", "");
      for (String service : codes(row[0])) {
        for (String method : methods.split("[,;]", -1)) {
          if (VERBS.contains(method.strip())) {
            said.add(method.strip() + " " + service);
          }
        }
      }
    }
    var published = new TreeSet<String>();
    openApi()
        .get("paths")
        .properties()
        .forEach(path ->
            path.getValue()
                .properties()
                .forEach(operation -> {
                  JsonNode tags = operation.getValue().path("tags");
                  if (!tags.isEmpty()) {
                    String id = operation.getValue().get("operationId").stringValue();
                    String method = id.replaceFirst("[A-Z].*", "");
                    published.add(method + " " + tags.get(0).stringValue());
                  }
                }));
    assertThat(said).isEqualTo(published);
  }

  @Test
  void itsQueriesNameTheFieldsThatFindTakes() throws Exception {
    String line =
        section(7)
            .lines()
            .filter(one -> one.startsWith("Queries may name these fields: "))
            .findFirst()
            .orElseThrow();
    String list = line.substring(line.indexOf(':') + 1, line.indexOf(". `$select`"));
    JsonNode paths = openApi().get("paths");
    int services = 0;
    for (String part : list.split("; ", -1)) {
      Set<String> fields =
          codes(part).stream()
              .flatMap(code -> Arrays.stream(code.split(" ", -1)))
              .filter(field -> !field.startsWith("$"))
              .collect(Collectors.toCollection(TreeSet::new));
      for (String service : part.substring(0, part.indexOf('`')).strip().split(" and ", -1)) {
        var taken = new TreeSet<String>();
        for (JsonNode parameter : paths.at("/~1" + service + "/get/parameters")) {
          taken.add(parameter.get("name").stringValue().replaceFirst("\\[.*", ""));
        }
        taken.removeIf(name -> name.startsWith("$"));
        assertThat(fields).as(service).isEqualTo(taken);
        services++;
      }
    }
    assertThat(services).isGreaterThan(8);
  }

  @Test
  void itsRecordsHaveTheFieldsOfTheDescription() throws Exception {
    JsonNode schemas = openApi().at("/components/schemas");
    String section = section(1);
    for (String thing : List.of("Message", "Conversation", "User")) {
      String text = section.substring(section.indexOf("// " + thing + "\n"));
      text = text.substring(text.indexOf('{'), end(text));
      Set<String> said =
          Pattern.compile("\"([_a-zA-Z]+)\":")
              .matcher(text.replaceAll("(?m)//.*$", "").replaceAll("(?s)(: )\\{.*?\\}", "$1{}"))
              .results()
              .map((MatchResult found) -> found.group(1))
              .collect(Collectors.toCollection(TreeSet::new));
      var published = new TreeSet<String>();
      schemas
          .path(thing)
          .path("properties")
          .properties()
          .forEach(field -> published.add(field.getKey()));
      assertThat(said).as(thing).isEqualTo(published);
    }
  }

  private static int end(String text) {
    int blank = text.indexOf("\n\n");
    int block = text.indexOf("\n```");
    return block >= 0 && block < blank ? block : blank;
  }
}
