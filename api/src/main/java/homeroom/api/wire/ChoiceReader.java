// SPDX-License-Identifier: Apache-2.0
package homeroom.api.wire;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads an object into one of several records: that whose {@link Const} its object has, or where
 * they have none, that whose own required field is there.
 */
final class ChoiceReader implements ValueReader {

  /** A record, and the required field that no other has. */
  private record Marked(String mark, RecordReader reader) {}

  private final String tag;
  private final Map<String, RecordReader> tagged = new LinkedHashMap<>();
  private final List<Marked> marked = new ArrayList<>();

  /**
   * @throws IllegalArgumentException if the records cannot be told apart
   */
  ChoiceReader(Class<?> type) {
    var readers = new ArrayList<RecordReader>();
    for (Class<?> permitted : type.getPermittedSubclasses()) {
      readers.add(new RecordReader(permitted));
    }
    this.tag = tag(readers.getFirst()).map(PayloadField::name).orElse("");
    for (RecordReader reader : readers) {
      if (tag.isEmpty()) {
        marked.add(new Marked(mark(reader, readers), reader));
      } else {
        tagged.put(text(reader), reader);
      }
    }
  }

  private static Optional<PayloadField> tag(RecordReader reader) {
    return reader.fields().stream()
        .filter(field -> field.shape() instanceof Shape.ConstText)
        .findFirst();
  }

  private static String text(RecordReader reader) {
    return tag(reader)
        .map(field -> field.shape() instanceof Shape.ConstText(String text) ? text : null)
        .orElseThrow(() -> new IllegalArgumentException("A record of a choice has no constant"));
  }

  private static String mark(RecordReader reader, List<RecordReader> all) {
    return reader.fields().stream()
        .filter(field -> !field.optional())
        .map(PayloadField::name)
        .filter(name ->
            all.stream()
                .noneMatch(other ->
                    other != reader
                        && other.fields().stream().anyMatch(field -> field.name().equals(name))))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("A record of a choice has no field of its own"));
  }

  @Override
  public @Nullable Object read(JsonNode node, String field, WrongFields wrong) {
    if (!node.isObject()) {
      wrong.isNot(field, "an object");
      return null;
    }
    return tag.isEmpty() ? readMarked(node, field, wrong) : readTagged(node, field, wrong);
  }

  private @Nullable Object readTagged(JsonNode object, String around, WrongFields wrong) {
    JsonNode said = object.get(tag);
    RecordReader fitting = said == null || !said.isString() ? null : tagged.get(said.stringValue());
    if (fitting != null) {
      return fitting.read(object, around, wrong);
    }
    String wanted = new Shape.OneOfTexts(List.copyOf(tagged.keySet())).inWords();
    if (said == null || said.isNull()) {
      wrong.missing(RecordReader.within(around, tag), wanted);
    } else {
      wrong.isNot(RecordReader.within(around, tag), wanted);
    }
    return null;
  }

  private @Nullable Object readMarked(JsonNode object, String around, WrongFields wrong) {
    List<Marked> fitting =
        marked.stream().filter(choice -> object.hasNonNull(choice.mark())).toList();
    if (fitting.size() == 1) {
      return fitting.getFirst().reader().read(object, around, wrong);
    }
    Marked first = fitting.isEmpty() ? marked.getFirst() : fitting.getFirst();
    List<String> others =
        (fitting.isEmpty() ? marked : fitting)
            .stream().skip(1).map(choice -> "'" + choice.mark() + "'").toList();
    String field = RecordReader.within(around, first.mark());
    wrong.add(
        field,
        fitting.isEmpty()
            ? "is missing, or else " + String.join(" or ", others)
            : "cannot stand beside " + String.join(" and ", others));
    var more = new WrongFields();
    first.reader().read(object, around, more);
    wrong.addAllBut(field, more);
    return null;
  }
}
