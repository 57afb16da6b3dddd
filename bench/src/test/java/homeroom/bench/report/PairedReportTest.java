// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PairedReportTest {

  @TempDir private Path folder;

  private static PairedComparison rounds(double ours) {
    return new PairedComparison(
        IntStream.rangeClosed(1, 12)
            .mapToObj(i -> new PairedRound(i, i % 2 == 1, ours, 1))
            .toList());
  }

  private static PairedReport report(Map<String, PairedComparison> loads) {
    return new PairedReport("Messages", "ms", true, "abc", "def", loads);
  }

  @Test
  void itEndsWithTheMedianItsIntervalAndTheVerdict() {
    assertThat(report(Map.of("saturation", rounds(1.01))).text())
        .startsWith("This is abc, the other is def.")
        .contains("| 12    | other |    1.010 |     1.000 |        1.010 |")
        .endsWith(
            """
            This ÷ other: median 1.010, 95 % interval 1.010 to 1.010 (order statistics 3 and 10 of 12: 96.1 %).
            No slower: the median is at most 1.02.
            """);
  }

  @Test
  void ofSeveralLoadsItHasEachAndAllTogether() {
    Map<String, PairedComparison> loads = new LinkedHashMap<>();
    loads.put("room of 30", rounds(1.21));
    loads.put("room of 200", rounds(1));

    assertThat(report(loads).text())
        .contains("| room of 30  |                1.210 | 1.210 | 1.210 |")
        .contains("| room of 200 |                1.000 | 1.000 | 1.000 |")
        .contains("This ÷ other: median 1.100")
        .contains("Slower: ");
  }

  @Test
  void itIsSavedForPeopleAndForPrograms() throws Exception {
    var out = new StringWriter();

    report(Map.of("saturation", rounds(1)))
        .tell(
            "chat-against",
            Machine.here(),
            new Results(folder, Clock.systemUTC()),
            new PrintWriter(out));

    assertThat(folder).isDirectoryContaining("glob:**/chat-against-*.md");
    assertThat(folder).isDirectoryContaining("glob:**/chat-against-*.json");
    assertThat(out.toString().strip()).endsWith("No slower: the median is at most 1.02.");
  }
}
