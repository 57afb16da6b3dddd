// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The rules of {@code promtool check metrics} for the text format.
 *
 * @see <a href="https://prometheus.io/docs/practices/naming/">Prometheus, naming</a>
 */
final class MetricsLint {

  private static final Set<String> ABBREVIATED =
      Set.of("s", "ms", "us", "ns", "sec", "b", "kb", "mb", "gb", "tb", "pb", "m", "h", "d");

  private static final Set<String> NOT_BASE =
      Set.of(
          "milliseconds",
          "microseconds",
          "nanoseconds",
          "minutes",
          "hours",
          "days",
          "weeks",
          "kilobytes",
          "megabytes",
          "gigabytes",
          "bits",
          "percent",
          "millis",
          "nanos");

  private static final Set<String> TYPES = Set.of("counter", "gauge", "histogram", "summary");
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*");

  private static final Pattern SAMPLE =
      Pattern.compile(
          "([a-zA-Z_:][a-zA-Z0-9_:]*)(\\{(.*)\\})? ([-+]?[0-9.]+(?:E[-+]?[0-9]+)?|[-+]?Inf|NaN)");

  private static final Pattern LABEL =
      Pattern.compile("([a-zA-Z0-9_]+)=\"((?:[^\"\\\\]|\\\\.)*)\",?");

  private final Map<String, String> types = new LinkedHashMap<>();
  private final Map<String, String> helps = new HashMap<>();
  private final List<String> problems = new ArrayList<>();

  private MetricsLint() {}

  /** What is wrong with a scraped text; nothing if it is as it should be. */
  static List<String> problems(String text) {
    var lint = new MetricsLint();
    if (!text.endsWith("\n")) {
      lint.problems.add("the last line does not end");
    }
    text.lines().forEach(lint::line);
    lint.types.forEach(lint::check);
    return lint.problems;
  }

  private void line(String line) {
    String[] words = line.split(" ", 4);
    if (line.startsWith("# HELP ")) {
      helps.put(words[2], words.length > 3 ? words[3] : "");
    } else if (line.startsWith("# TYPE ")) {
      if (types.put(words[2], words[3]) != null) {
        problems.add(words[2] + ": it stands twice");
      }
    } else if (!line.startsWith("#")) {
      sample(line);
    }
  }

  private void sample(String line) {
    var sample = SAMPLE.matcher(line);
    if (!sample.matches()) {
      problems.add("no sample: " + line);
      return;
    }
    String family = family(sample.group(1));
    if (!types.containsKey(family)) {
      problems.add(sample.group(1) + ": it has no type");
    }
    String labels = sample.group(3) == null ? "" : sample.group(3);
    var label = LABEL.matcher(labels);
    int end = 0;
    while (label.find() && label.start() == end) {
      end = label.end();
      checkLabel(family, label.group(1));
    }
    if (end != labels.length()) {
      problems.add(family + ": its labels cannot be read");
    }
  }

  private void checkLabel(String family, String label) {
    boolean camel = !label.equals(label.toLowerCase(Locale.ROOT));
    String problem =
        camel
            ? family + ": a label is in camel case"
            : label.equals("le") && !"histogram".equals(types.get(family))
                ? family + ": only histograms have the label le"
                : "";
    if (!problem.isEmpty() && !problems.contains(problem)) {
      problems.add(problem);
    }
  }

  /** What a sample belongs to: of histograms and summaries several do. */
  private String family(String name) {
    for (String suffix : List.of("_bucket", "_sum", "_count")) {
      String family =
          name.endsWith(suffix) ? name.substring(0, name.length() - suffix.length()) : name;
      String type = types.getOrDefault(family, "");
      if (!family.equals(name) && (type.equals("histogram") || type.equals("summary"))) {
        return family;
      }
    }
    return name;
  }

  private void check(String name, String type) {
    boolean counts = type.equals("histogram") || type.equals("summary");
    List<String> parts = List.of(name.split("_", -1));
    when(!NAME.matcher(name).matches(), name, "its name is not in lower-case words");
    when(helps.getOrDefault(name, "").isBlank(), name, "it has no help");
    when(type.equals("counter") && !name.endsWith("_total"), name, "a counter ends in _total");
    when(!type.equals("counter") && name.endsWith("_total"), name, "only counters end in _total");
    when(parts.stream().anyMatch(ABBREVIATED::contains), name, "its unit is abbreviated");
    when(parts.stream().anyMatch(NOT_BASE::contains), name, "its unit is no base unit");
    when(parts.stream().anyMatch(TYPES::contains), name, "its name has its type");
    when(
        !counts && List.of("bucket", "sum", "count", "info").contains(parts.getLast()),
        name,
        "only histograms and summaries end so");
  }

  private void when(boolean wrong, String name, String problem) {
    if (wrong) {
      problems.add(name + ": " + problem);
    }
  }
}
