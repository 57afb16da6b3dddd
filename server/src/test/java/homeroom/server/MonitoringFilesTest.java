// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import static org.assertj.core.api.Assertions.assertThat;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import homeroom.storage.mongodb.RosterMapping;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The dashboard and the alerts ask for figures that a server or a node has, and a runbook knows
 * each.
 */
class MonitoringFilesTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern FIGURE =
      Pattern.compile("\\b(?:homeroom|jvm|process|system)_[a-z0-9_]+");
  private static final Pattern ALERT = Pattern.compile("(?m)^ *- alert: (\\w+)$");
  private static final Pattern EXPRESSION = Pattern.compile("(?m)^ *expr: (.*)$");

  @TempDir private Path folder = Path.of("");

  @Test
  void everyFigureThatIsAskedForIsThere() throws Exception {
    Set<String> shown = figures(scraped());
    assertThat(shown)
        .contains("homeroom_store_commit_seconds_bucket", "homeroom_connections")
        .noneMatch(name -> name.startsWith("homeroom_bus") || name.startsWith("homeroom_node"));
    shown.addAll(figures(scrapedOfNode()));
    assertThat(figures(String.join("\n", expressions()))).isNotEmpty().isSubsetOf(shown);
    assertThat(figures(dashboard())).isNotEmpty().isSubsetOf(shown);
  }

  @Test
  void everyFigureIsNamedAndToldAsPrometheusHasIt() throws Exception {
    assertThat(MetricsLint.problems(scraped())).isEmpty();
    assertThat(MetricsLint.problems(scrapedOfNode())).isEmpty();
    assertThat(
            MetricsLint.problems(
                """
                # HELP a_ms_total Time.
                # TYPE a_ms_total counter
                a_ms_total{callName="x"} 1
                # TYPE things_count gauge
                things_count 1
                # HELP c Things.
                # TYPE c counter
                c 1
                """))
        .containsExactlyInAnyOrder(
            "a_ms_total: its unit is abbreviated",
            "a_ms_total: a label is in camel case",
            "things_count: it has no help",
            "things_count: only histograms and summaries end so",
            "c: a counter ends in _total");
  }

  @Test
  void theRunbookSaysOfEveryAlertWhatToDo() throws IOException {
    String runbook =
        Files.readString(ROOT.resolve("docs/operations.md"))
            + Files.readString(ROOT.resolve("docs/cluster.md"));
    assertThat(alerts())
        .hasSizeGreaterThan(10)
        .allSatisfy(name -> assertThat(runbook).contains("`" + name + "`"));
  }

  private static List<String> alerts() throws IOException {
    String text = Files.readString(ROOT.resolve("deploy/prometheus/alerts.yml"));
    return ALERT.matcher(text).results().map(found -> found.group(1)).toList();
  }

  private static List<String> expressions() throws IOException {
    String text = Files.readString(ROOT.resolve("deploy/prometheus/alerts.yml"));
    return EXPRESSION.matcher(text).results().map(found -> found.group(1)).toList();
  }

  private static String dashboard() throws IOException {
    JsonNode parsed =
        JsonMapper.shared()
            .readTree(Files.readString(ROOT.resolve("deploy/grafana/homeroom.json")));
    return parsed.findValuesAsString("expr").stream().collect(Collectors.joining("\n"));
  }

  private static Set<String> figures(String text) {
    return FIGURE
        .matcher(text)
        .results()
        .map(found -> found.group())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** After one call, so that calls are among them, and a collection of garbage. */
  private String scraped() throws Exception {
    List<String> options =
        List.of("--port", "0", "--metrics-public", "--backup-dir", folder.resolve("b").toString());
    try (var server = new MeasuredServer(folder.resolve("data"), options);
        HttpClient client = HttpClient.newHttpClient()) {
      get(client, server.address() + "/users", server.token());
      System.gc();
      String text = get(client, server.address() + "/metrics", server.token());
      while (!text.contains("jvm_gc_pause_seconds_sum")) { // told by the JVM in its own time
        text = get(client, server.address() + "/metrics", server.token());
      }
      return text;
    }
  }

  /** Of one that knows other nodes, and whose bus is away. */
  private String scrapedOfNode() throws Exception {
    var mongo = new MongoServer(new MemoryBackend());
    String store = mongo.bindAndGetConnectionString() + "/school";
    var data =
        DataDirectory.open(folder.resolve("node"), new MongoAddress(store, RosterMapping.OWN));
    List<String> options =
        List.of(
            "--port", "0", "--metrics-public", "--cluster", "redis://127.0.0.1:1", "--node", "a");
    try (var server = new MeasuredServer(data, options);
        HttpClient client = HttpClient.newHttpClient()) {
      return get(client, server.address() + "/metrics", server.token());
    } finally {
      mongo.shutdownNow();
    }
  }

  private static String get(HttpClient client, String url, String token) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url)).header("authorization", "Bearer " + token).build();
    return client.send(request, BodyHandlers.ofString()).body();
  }
}
