// SPDX-License-Identifier: Apache-2.0
package homeroom.api.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import homeroom.chat.imports.FileError;
import homeroom.chat.imports.ImportCounts;
import homeroom.chat.imports.ImportView;
import homeroom.chat.imports.Planned;
import homeroom.chat.imports.PlannedChange;
import homeroom.chat.school.Refusal;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An import of a roster. */
@Description("A roster that comes from files, from its upload to its rows.")
public record RosterImportPayload(
    @Id @JsonProperty("_id") String id,
    @Id String schoolId,
    @EnumOf(ImportView.State.class) @Description("What is going on with it.") String state,
    @Description("The id of who brought it; else (operator), (roster folder) or (calendar).")
        String by,
    @Time String at,
    @Description("The name of the file that is uploaded.") @Nullable String name,
    @Description("Of the file that is uploaded, in bytes.") @Nullable Long size,
    @Description("How much of it came, in bytes: the offset of the next piece.")
        @Nullable Long received,
    @Description("What the files are, for people.") @Nullable String format,
    @Description("What the keys in the files belong to.") @Nullable String source,
    @Description("By which it is applied; null until it is known, and of files with errors.")
        @Nullable String hash,
    @Description("How many things it changes; null until that is known.") @Nullable Counts counts,
    @Description("How far applying and bringing in have come.") @Nullable Progress progress,
    @Description("Why it is applied only with allowDeactivations, in a sentence.")
        @Nullable String needsWord,
    @Description("Why it was not applied; null if nobody tried in vain.") @Nullable Problem problem,
    @Description("The first 100 of each kind of change; by get, until it is applied.")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable List<Change> changes,
    @Description("What is wrong in the files; by get.") @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable List<Fault> errors,
    @Description("What else is to be known, in sentences; by get.")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable List<String> remarks) {

  /** How many things it changes. */
  @Description("How many things an import changes.")
  public record Counts(
      int peopleAdded,
      int peopleChanged,
      int peopleDeactivated,
      int classesAdded,
      int classesChanged,
      int classesArchived,
      @Description("Places in classes, and in their conversations, that people get.") int enrolled,
      @Description("Those that people lose.") int unenrolled) {

    static Counts of(ImportCounts counts) {
      return new Counts(
          counts.peopleAdded(),
          counts.peopleChanged(),
          counts.peopleDeactivated(),
          counts.classesAdded(),
          counts.classesChanged(),
          counts.classesArchived(),
          counts.enrolled(),
          counts.unenrolled());
    }
  }

  /** How far it has come. */
  @Description("How far something has come.")
  public record Progress(int done, int of) {}

  /** Why it was not applied. */
  @Description("Why an import was not applied.")
  public record Problem(@Description("As in data.code of errors.") String code, String message) {

    static Problem of(Refusal refusal) {
      return new Problem(refusal.code().text(), refusal.message());
    }
  }

  /** One thing that it changes. */
  @Description("One thing that an import changes.")
  public record Change(
      @OneOf({
            "school-added",
            "person-added",
            "person-changed",
            "person-deactivated",
            "class-added",
            "class-changed",
            "class-archived",
            "comes",
            "leaves"
          })
          String what,
      @Description("What the files call it.") String key,
      @Description("In a few words.") String text) {

    static Change of(PlannedChange line) {
      return new Change(
          line.what().name().toLowerCase(Locale.ROOT).replace('_', '-'), line.key(), line.text());
    }
  }

  /** Something that is wrong in a file. */
  @Description("Something that is wrong in a file.")
  public record Fault(
      String file,
      @Description("From 1; 0 if it is about the file.") long line,
      @Description("Its name in the header; null if it is about the line.") @Nullable String column,
      @Description("A sentence that says what would be right.") String message) {

    static Fault of(FileError error) {
      return new Fault(error.file(), error.line(), error.column(), error.message());
    }
  }

  public static RosterImportPayload of(ImportView view) {
    ImportView.Upload upload = view.upload();
    Planned plan = view.plan();
    ImportView.Progress progress = view.progress();
    Refusal problem = view.problem();
    return new RosterImportPayload(
        view.id(),
        view.school().value(),
        WireWord.of(view.state()),
        view.by().text(),
        WireTime.of(view.at()),
        upload == null ? null : upload.name(),
        upload == null ? null : upload.size(),
        upload == null ? null : upload.received(),
        plan == null || plan.format().isEmpty() ? null : plan.format(),
        view.source().isEmpty() ? null : view.source(),
        plan == null ? null : plan.hash(),
        plan == null ? null : Counts.of(plan.counts()),
        progress == null ? null : new Progress(progress.done(), progress.of()),
        plan == null ? null : plan.needsWord(),
        problem == null ? null : Problem.of(problem),
        plan == null ? null : mapped(plan.lines(), Change::of),
        plan == null ? null : mapped(plan.errors(), Fault::of),
        plan == null ? null : plan.remarks());
  }

  private static <T, R> @Nullable List<R> mapped(@Nullable List<T> all, Function<T, R> change) {
    return all == null ? null : all.stream().map(change).toList();
  }
}
