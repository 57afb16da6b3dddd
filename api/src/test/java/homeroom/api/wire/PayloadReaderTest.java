// SPDX-License-Identifier: Apache-2.0
package homeroom.api.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.annotation.JsonProperty;
import homeroom.chat.school.Role;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What clients send becomes the record that describes it, or an error that names every field. */
class PayloadReaderTest {

  @Received
  record Everything(
      String text,
      @Id String id,
      @OneOf({"red", "green"}) String colour,
      Role role,
      long count,
      @Minimum(1) @Maximum(10) int few,
      boolean flag,
      @Id List<String> ids,
      @Id @MaxProperties(2) Map<String, Long> revs,
      Inner inner) {}

  @Received(additionalProperties = false)
  record Inner(String name, @Nullable Innermost more) {

    @Received
    record Innermost(@Nullable Integer number) {}
  }

  @Received
  record Optional(
      @Nullable String text,
      @Id @Nullable String id,
      @Nullable Role role,
      @Nullable Long count,
      @Nullable Integer few,
      @Nullable Boolean flag,
      @Nullable List<String> texts,
      @Nullable Map<String, Long> revs,
      @Nullable Inner inner) {}

  @Received(additionalProperties = false)
  record Strict(@Nullable String title, @JsonProperty("$search") @Nullable String search) {}

  sealed interface Tagged {
    @Received
    record Cat(@Const("cat") String kind, boolean purrs) implements Tagged {}

    @Received(additionalProperties = false)
    record Dog(@Const("dog") String kind, @Nullable String name) implements Tagged {}
  }

  sealed interface Target {
    @Received
    record Place(@Id String place, String text) implements Target {}

    @Received
    record Person(@Id String person, String text) implements Target {}
  }

  private static final String WHOLE =
      """
      {"text": "", "id": "A-1", "colour": "green", "role": "teacher", "count": 9223372036854775807,
       "few": 10, "flag": true, "ids": ["a", "b"], "revs": {"c": 0}, "inner": {"name": "n"}}
      """;

  private static JsonNode json(String text) {
    return Json.read(text.getBytes(UTF_8));
  }

  private static <T> T read(Class<T> type, String json) {
    return PayloadReader.of(type).read(json(json));
  }

  private static Map<String, String> wrong(Class<?> type, String json) {
    return error(type, json).errors();
  }

  private static ErrorPayload error(Class<?> type, String json) {
    return catchThrowableOfType(Rejection.class, () -> read(type, json)).error();
  }

  @Test
  void everyFormOfValueIsRead() {
    assertThat(read(Everything.class, WHOLE))
        .isEqualTo(
            new Everything(
                "",
                "A-1",
                "green",
                Role.TEACHER,
                Long.MAX_VALUE,
                10,
                true,
                List.of("a", "b"),
                Map.of("c", 0L),
                new Inner("n", null)));
  }

  @Test
  void whatMayBeMissingMayBeNullToo() {
    var nothing = new Optional(null, null, null, null, null, null, null, null, null);
    assertThat(read(Optional.class, "{}")).isEqualTo(nothing);
    assertThat(
            read(
                Optional.class,
                """
                {"text": null, "id": null, "role": null, "count": null, "few": null, "flag": null,
                 "texts": null, "revs": null, "inner": null}
                """))
        .isEqualTo(nothing);
  }

  @Test
  void everythingThatIsMissingIsNamedAtOnceInItsOrder() {
    String[] all = {"text", "id", "colour", "role", "count", "few", "flag", "ids", "revs", "inner"};
    assertThat(wrong(Everything.class, "{}").keySet()).containsExactly(all);
    assertThat(
            wrong(
                    Everything.class,
                    """
                    {"text": null, "id": null, "colour": null, "role": null, "count": null,
                     "few": null, "flag": null, "ids": null, "revs": null, "inner": null}
                    """)
                .keySet())
        .containsExactly(all);
  }

  @Test
  void everythingThatIsWrongIsNamedAtOnceWithWhatWouldBeRight() {
    ErrorPayload error =
        error(
            Everything.class,
            """
            {"text": 7, "id": "a b", "colour": "blue", "role": "TEACHER", "count": -1, "few": 11,
             "flag": "true", "ids": ["a", ""], "revs": {"c": "1"}, "inner": []}
            """);
    assertThat(error.name()).isEqualTo("BadRequest");
    assertThat(error.data()).containsEntry("code", "invalid-field");
    assertThat(error.errors())
        .containsEntry("text", "is not a text")
        .containsEntry("id", "is not an id, 1 to 64 of the characters A-Z a-z 0-9 . _ ~ : @ -")
        .containsEntry("colour", "is not one of red, green")
        .containsEntry("role", "is not one of student, teacher, admin")
        .containsEntry("count", "is not a whole number from 0")
        .containsEntry("few", "is not a whole number from 1 to 10")
        .containsEntry("flag", "is not true or false")
        .containsEntry("inner", "is not an object")
        .containsKeys("ids", "revs")
        .hasSize(10);
    assertThat(error.message()).startsWith("'text' is not a text; 'id' is not an id");
  }

  @Test
  void oneWrongFieldIsOneSentence() {
    assertThat(error(Target.Place.class, "{\"place\": \"a\", \"text\": 7}").message())
        .isEqualTo("'text' is not a text.");
    assertThat(error(Target.Place.class, "{\"place\": \"a\"}").message())
        .isEqualTo("'text' is missing: a text.");
  }

  @Test
  void numbersAreWholeAndFitTheirType() {
    for (String number :
        List.of(
            "-1",
            "0.5",
            "1.0",
            "1e300",
            "\"1\"",
            "true",
            "[1]",
            "{}",
            "9223372036854775808",
            "1" + "0".repeat(500))) {
      assertThat(wrong(Optional.class, "{\"count\": " + number + "}"))
          .as(number)
          .containsOnlyKeys("count");
    }
    assertThat(wrong(Optional.class, "{\"few\": 2147483648}")).containsOnlyKeys("few");
    assertThat(read(Optional.class, "{\"few\": 2147483647}").few()).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void textsAreNeitherNumbersNorListsNorObjects() {
    for (String text : List.of("7", "true", "[]", "[\"a\"]", "{}", "{\"$gt\": \"\"}")) {
      assertThat(wrong(Optional.class, "{\"text\": " + text + ", \"id\": " + text + "}"))
          .as(text)
          .containsOnlyKeys("text", "id");
    }
  }

  @Test
  void aListOfOneMayComeWithoutItsBrackets() {
    assertThat(read(Optional.class, "{\"texts\": \"a\"}").texts()).containsExactly("a");
    assertThat(read(Optional.class, "{\"texts\": []}").texts()).isEmpty();
    for (String list : List.of("[null]", "[\"a\", 7]", "7", "{}", "[[\"a\"]]")) {
      assertThat(wrong(Optional.class, "{\"texts\": " + list + "}"))
          .as(list)
          .containsOnlyKeys("texts");
    }
  }

  @Test
  void objectsByIdHaveIdsForKeysAndNotTooMany() {
    for (String revs :
        List.of(
            "\"all\"",
            "[1]",
            "{\"no id!\": 1}",
            "{\"\": 1}",
            "{\"a\": null}",
            "{\"a\": -1}",
            "{\"a\": 1, \"b\": 1, \"c\": 1}")) {
      assertThat(wrong(Everything.class, WHOLE.replace("{\"c\": 0}", revs)))
          .as(revs)
          .containsOnlyKeys("revs");
    }
  }

  @Test
  void whatIsWrongFurtherInIsNamedByItsPath() {
    assertThat(wrong(Optional.class, "{\"inner\": {}}")).containsOnlyKeys("inner.name");
    assertThat(wrong(Optional.class, "{\"inner\": {\"name\": 1, \"more\": {\"number\": \"x\"}}}"))
        .containsOnlyKeys("inner.name", "inner.more.number");
  }

  @Test
  void otherFieldsArePassedOverWhereTheDescriptionAllowsThem() {
    assertThat(read(Target.Place.class, "{\"place\": \"a\", \"text\": \"t\", \"__proto__\": {}}"))
        .isEqualTo(new Target.Place("a", "t"));
  }

  @Test
  void otherFieldsAreRefusedByNameWhereItDoesNot() {
    assertThat(wrong(Strict.class, "{\"title\": 7, \"_id\": \"x\", \"search\": \"y\"}"))
        .containsEntry("_id", "cannot be set; what can: title, $search")
        .containsEntry("search", "cannot be set; what can: title, $search")
        .containsEntry("title", "is not a text")
        .hasSize(3);
    assertThat(wrong(Optional.class, "{\"inner\": {\"name\": \"n\", \"Name\": \"m\"}}"))
        .containsOnlyKeys("inner.Name");
    assertThat(read(Strict.class, "{\"$search\": \"y\"}")).isEqualTo(new Strict(null, "y"));
  }

  @Test
  void anAnswerIsNotMuchLongerThanWhatItRefuses() {
    var many = new StringBuilder("{\"" + "k".repeat(40_000) + "\": 1");
    for (int i = 0; i < 10_000; i++) {
      many.append(",\"k").append(i).append("\":1");
    }
    ErrorPayload error = error(Strict.class, many.append('}').toString());
    assertThat(error.errors()).hasSize(WrongFields.MAX_NAMED);
    assertThat(error.errors().keySet()).allSatisfy(name -> assertThat(name).hasSizeLessThan(101));
    assertThat(error.message()).hasSizeLessThan(1000).endsWith("; and others.");
  }

  @Test
  void whatIsNoObjectIsRefusedAsAWhole() {
    for (String payload : List.of("null", "true", "0", "\"text\"", "[]", "[{}]", "[[[]]]")) {
      assertThat(wrong(Strict.class, payload)).as(payload).containsOnlyKeys("payload");
      assertThat(wrong(Tagged.class, payload)).as(payload).containsOnlyKeys("payload");
    }
  }

  @Test
  void ofAChoiceTheOneIsReadWhoseConstantIsThere() {
    assertThat(read(Tagged.class, "{\"kind\": \"cat\", \"purrs\": true, \"name\": 7}"))
        .isEqualTo(new Tagged.Cat("cat", true));
    assertThat(read(Tagged.class, "{\"kind\": \"dog\"}")).isEqualTo(new Tagged.Dog("dog", null));
    assertThat(wrong(Tagged.class, "{\"kind\": \"dog\", \"purrs\": true}"))
        .containsOnlyKeys("purrs");
    assertThat(wrong(Tagged.class, "{\"kind\": \"cat\"}")).containsOnlyKeys("purrs");
  }

  @Test
  void aChoiceWithoutItsConstantSaysWhichThereAre() {
    assertThat(wrong(Tagged.class, "{}")).containsEntry("kind", "is missing: one of cat, dog");
    for (String kind : List.of("\"cow\"", "\"Cat\"", "7", "[\"cat\"]", "{}")) {
      assertThat(wrong(Tagged.class, "{\"kind\": " + kind + "}"))
          .as(kind)
          .containsEntry("kind", "is not one of cat, dog");
    }
  }

  @Test
  void ofAChoiceTheOneIsReadWhoseOwnFieldIsThere() {
    assertThat(read(Target.class, "{\"place\": \"a\", \"person\": null, \"text\": \"t\"}"))
        .isEqualTo(new Target.Place("a", "t"));
    assertThat(read(Target.class, "{\"person\": \"b\", \"text\": \"t\"}"))
        .isEqualTo(new Target.Person("b", "t"));
    assertThat(wrong(Target.class, "{\"person\": 7, \"text\": 7}"))
        .containsOnlyKeys("person", "text");
  }

  @Test
  void aChoiceOfNoneOrOfTwoIsRefusedWithAllElseThatIsWrong() {
    assertThat(wrong(Target.class, "{}"))
        .containsEntry("place", "is missing, or else 'person'")
        .containsEntry("text", "is missing: a text")
        .hasSize(2);
    assertThat(wrong(Target.class, "{\"place\": \"a\", \"person\": \"b\", \"text\": \"t\"}"))
        .containsEntry("place", "cannot stand beside 'person'")
        .hasSize(1);
  }

  @Test
  void keysThatComeTwiceAndNestingWithoutEndAreNoJson() {
    for (String json :
        List.of(
            "{\"title\": \"a\", \"title\": \"b\"}",
            "{\"title\": " + "[".repeat(100) + "]".repeat(100) + "}",
            "{\"title\": ",
            "")) {
      assertThat(error(Strict.class, json).data()).as(json).containsEntry("code", "malformed-json");
    }
  }

  @Test
  void whatDoesNotSayHowItIsReadHasNoReader() {
    record Sent(String text) {}

    @Received
    record Timed(@Time String at) {}

    @Received
    record Raw(Object anything) {}

    for (Class<?> type : List.of(Sent.class, Timed.class, Raw.class)) {
      assertThatThrownBy(() -> read(type, "{}")).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
