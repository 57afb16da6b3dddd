// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.api.wire.Json;
import homeroom.chat.imports.FileError;
import homeroom.chat.imports.ImportCounts;
import homeroom.chat.imports.PlannedChange;
import homeroom.chat.imports.RosterPlan;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says what an import would change or did, for people or for programs. */
final class ImportReport {

  /** How many changes of one kind are shown, unless all are. */
  private static final int SHOWN = 10;

  private final PrintWriter out;
  private final boolean json;
  private final boolean full;
  private String format = "";

  ImportReport(PrintWriter out, boolean json, boolean full) {
    this.out = out;
    this.json = json;
    this.full = full;
  }

  /** As {@code --json} prints it. */
  record Summary(
      String format,
      String result,
      @Nullable String school,
      @Nullable String hash,
      ImportCounts counts,
      @Nullable String needsWord,
      List<String> remarks,
      List<FileError> errors) {}

  void errors(String readFormat, List<FileError> errors) {
    if (json) {
      print(
          new Summary(
              readFormat, "errors", null, null, ImportCounts.NONE, null, List.of(), errors));
      return;
    }
    errors.forEach(out::println);
    String count = errors.size() + (errors.size() == 1 ? " error. " : " errors. ");
    out.println((errors.getLast().isRest() ? "" : count) + "Nothing was changed.");
  }

  void plan(String readFormat, RosterPlan plan) {
    format = readFormat;
    if (json) {
      return;
    }
    out.println(readFormat + ", for the school " + plan.school().name() + ":");
    Map<PlannedChange.What, List<String>> byKind = new EnumMap<>(PlannedChange.What.class);
    for (PlannedChange line : plan.lines()) {
      byKind.computeIfAbsent(line.what(), _ -> new ArrayList<>()).add(line.text());
    }
    byKind.forEach((what, texts) -> {
      out.println("  " + what.words() + ": " + texts.size());
      int shown = full ? texts.size() : Math.min(SHOWN, texts.size());
      texts.subList(0, shown).forEach(text -> out.println("    " + text));
      if (shown < texts.size()) {
        out.println("    … and " + (texts.size() - shown) + " more (--full shows all)");
      }
    });
    if (plan.lines().isEmpty() && !plan.isNothing()) {
      out.println("  Only dates or keys of the source change; nobody sees a difference.");
    }
    if (!plan.counts().isNothing()) {
      String counts = plan.counts().toString();
      out.println(counts.substring(0, 1).toUpperCase(Locale.ROOT) + counts.substring(1) + ".");
    }
    plan.remarks().forEach(remark -> out.println("Note: " + remark));
    if (plan.needsWord() != null) {
      out.println("Attention: " + plan.needsWord());
    }
  }

  /**
   * The last line.
   *
   * @param result in a word, for programs
   * @param sentence for people
   */
  void end(RosterPlan plan, String result, String sentence) {
    if (json) {
      print(
          new Summary(
              format,
              result,
              plan.school().name(),
              plan.hash(),
              plan.counts(),
              plan.needsWord(),
              plan.remarks(),
              List.of()));
    } else {
      out.println(sentence);
    }
  }

  private void print(Summary summary) {
    out.println(new String(Json.bytes(summary), StandardCharsets.UTF_8));
  }
}
