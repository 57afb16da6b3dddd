// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bson.Document;

/** The queries that the package's own page lists, each with the index that serves it. */
final class ListedQueries {

  private static final Path PAGE =
      Path.of("src", "main", "java", "homeroom", "storage", "mongodb", "package-info.java");
  private static final Pattern LINE =
      Pattern.compile(
          " \\* (?<query>[a-z-]+ (by|in) [\\w$ -]+?) +-> (?<index>[\\w+-]+(, sorted)?)");

  static final String SORTED = ", sorted";

  private static final Pattern QUERY =
      Pattern.compile("[a-z-]+( by (?<filter>[\\w$ ]+?))?( in (?<order>[\\w -]+))?");

  private ListedQueries() {}

  /** Index by query; with {@value #SORTED} where the server has to sort what the index finds. */
  static Map<String, String> read() throws IOException {
    var listed = new TreeMap<String, String>();
    for (String line : Files.readAllLines(PAGE)) {
      Matcher query = LINE.matcher(line);
      if (query.matches()) {
        listed.put(query.group("query"), query.group("index"));
      }
    }
    return listed;
  }

  /** Each index is there, begins with something that the query names, and gives its order. */
  static void requireIndexes(String connectionString, String database, Map<String, String> listed) {
    try (MongoClient client = MongoClients.create(connectionString)) {
      listed.forEach((query, how) -> {
        String index = how.replace(SORTED, "");
        assertThat(
                client
                    .getDatabase(database)
                    .getCollection(query.substring(0, query.indexOf(' ')))
                    .listIndexes()
                    .map(each -> name(each.get("key", Document.class)))
                    .into(new ArrayList<>()))
            .as(query)
            .contains(index);
        List<String> filter = fields(query, "filter");
        List<String> order = fields(query, "order");
        assertThat(filter.isEmpty() ? order : filter)
            .as(query)
            .anySatisfy(field -> assertThat(serves(index, field)).isTrue());
        assertThat(gives(index, filter, order)).as(query).isEqualTo(!how.endsWith(SORTED));
      });
    }
  }

  private static List<String> fields(String query, String part) {
    Matcher parts = QUERY.matcher(query);
    assertThat(parts.matches()).as(query).isTrue();
    String named = parts.group(part);
    return named == null ? List.of() : List.of(named.split(" ", -1));
  }

  /** Each branch of an {@code $or} is a condition on the index's first field, or on another's. */
  private static boolean serves(String index, String field) {
    String name = field.replace("-", "");
    return name.equals("$or") || index.equals(name) || index.startsWith(name + "+");
  }

  /** Whether the index, after fields that the filter names, goes on with the order or reversed. */
  private static boolean gives(String index, List<String> filter, List<String> order) {
    List<String> keys = List.of(index.split("\\+", -1));
    List<String> reverse = order.stream().map(ListedQueries::reverse).toList();
    return IntStream.rangeClosed(0, keys.size() - order.size())
        .filter(at -> filter.containsAll(keys.subList(0, at)))
        .mapToObj(at -> keys.subList(at, at + order.size()))
        .anyMatch(part -> part.equals(order) || part.equals(reverse));
  }

  private static String reverse(String field) {
    return field.startsWith("-") ? field.substring(1) : "-" + field;
  }

  private static String name(Document keys) {
    return keys.entrySet().stream()
        .map(key -> (Integer.valueOf(-1).equals(key.getValue()) ? "-" : "") + key.getKey())
        .collect(Collectors.joining("+"));
  }
}
