// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.report;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * This checkout beside another, as people read it.
 *
 * @param title of the page
 * @param unit of the costs
 * @param pinned whether the servers have one processor and the clients another
 * @param ours the revision of this checkout
 * @param theirs that of the other
 * @param loads at least one, all of the same rounds, by name
 */
public record PairedReport(
    String title,
    String unit,
    boolean pinned,
    String ours,
    String theirs,
    Map<String, PairedComparison> loads) {

  /** All that is known, for programs. */
  record Numbers(
      Machine machine,
      PairedReport comparison,
      double median,
      @Nullable MedianInterval interval,
      String verdict) {}

  /**
   * Prints it and saves it.
   *
   * @param kind how the files are called
   */
  public void tell(String kind, Machine machine, Results results, PrintWriter out)
      throws IOException {
    String text = text();
    String page = "# %s\n\n%s %s\n\n%s".formatted(title, machine.sentence(), processors(), text);
    PairedComparison all = all();
    var numbers =
        new Numbers(machine, this, all.median(), all.interval().orElse(null), all.verdict());
    Path saved = results.save(kind, numbers, page);
    out.println();
    out.println("Saved as " + saved + " and, for programs, as JSON beside it.");
    out.println();
    out.println(text);
    out.flush();
  }

  /** All loads together. */
  private PairedComparison all() {
    return PairedComparison.together(List.copyOf(loads.values()));
  }

  private String processors() {
    return pinned
        ? "Both servers on one processor, the clients on another."
        : "Servers and clients share the processors.";
  }

  /** The tables and, as its last line, the verdict. */
  String text() {
    PairedComparison all = all();
    return """
    This is %s, the other is %s. CPU is the operating system's account of the server's process.%s

    %s
    %sThis ÷ other: %s.
    %s
    """
        .formatted(
            ours,
            theirs,
            loads.size() > 1 ? "\nA round's costs are the geometric means of its loads." : "",
            all.table(unit),
            loads.size() > 1 ? byLoad() + "\n" : "",
            all.summary(),
            all.verdict());
  }

  private Table byLoad() {
    var table = new Table("load", "this ÷ other, median", "from", "to");
    loads.forEach((load, comparison) ->
        table.row(
            List.of(
                load,
                Table.number(comparison.median(), 3),
                end(comparison, MedianInterval::low),
                end(comparison, MedianInterval::high))));
    return table;
  }

  private static String end(PairedComparison comparison, ToDoubleFunction<MedianInterval> end) {
    return Table.number(comparison.interval().map(end::applyAsDouble).orElse(Double.NaN), 3);
  }
}
