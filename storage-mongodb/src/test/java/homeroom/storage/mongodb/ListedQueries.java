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
import org.bson.Document;

/** The queries that the package's own page lists, each with the index that serves it. */
final class ListedQueries {

  private static final Path PAGE =
      Path.of("src", "main", "java", "homeroom", "storage", "mongodb", "package-info.java");
  private static final Pattern LINE =
      Pattern.compile(" \\* (?<query>[a-z-]+ by [\\w$ ]+?) +-> (?<index>[\\w+]+)");

  private ListedQueries() {}

  /** Index by query. */
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

  /** Each index is there, and begins with something that the query names. */
  static void requireIndexes(String connectionString, String database, Map<String, String> listed) {
    try (MongoClient client = MongoClients.create(connectionString)) {
      listed.forEach((query, index) -> {
        String collection = query.substring(0, query.indexOf(' '));
        List<String> fields = List.of(query.substring(query.indexOf(" by ") + 4).split(" "));
        assertThat(
                client
                    .getDatabase(database)
                    .getCollection(collection)
                    .listIndexes()
                    .map(each -> String.join("+", each.get("key", Document.class).keySet()))
                    .into(new ArrayList<>()))
            .as(query)
            .contains(index);
        assertThat(fields).as(query).anySatisfy(field -> assertThat(serves(index, field)).isTrue());
      });
    }
  }

  /** Each branch of an {@code $or} is a condition on the index's first field, or on another's. */
  private static boolean serves(String index, String field) {
    return field.equals("$or") || index.equals(field) || index.startsWith(field + "+");
  }
}
