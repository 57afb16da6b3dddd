// SPDX-License-Identifier: Apache-2.0
package homeroom.api.wire;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.school.Refusal;
import homeroom.chat.school.RefusalCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/errors.md} is made from the lists of codes; run with -Dgenerate=apply to rewrite it.
 */
class ErrorsDocumentTest {

  private static final Path PUBLISHED = Path.of("../docs/errors.md");

  private static final String HEAD =
      """
      # Errors

      Every refusal, over REST and on sockets, is a Feathers error: `name`, `message`, `code` (the HTTP status),
      `className`, `data.code` and `errors` (the reason by field; of a field within another by its path,
      `participants.add`). The `message` is for people and may change; `data.code` is stable. Where a repeat may
      help, `data.retryAfterMs` says when. What does not exist, belongs to another school or is not the caller's
      gets the same 404.

      | `data.code` | status | when | what to do |
      | --- | --- | --- | --- |
      """;

  private static final String TAIL =
      """

      A socket that is refused at connecting gets `CONNECT_ERROR` with `{ message, data }`, where `data` is the
      error above; refused only for now, by 429 or 503, it has its transport closed instead, so that official clients
      come again.

      This file is made from `RefusalCode` and `ErrorCode`; a test rewrites it, see CONTRIBUTING.md.
      """;

  private record Row(String code, int status, String statusText, String when, String remedy) {

    static Row of(RefusalCode code) {
      int status = ErrorPayload.of(Refusal.of(code, "")).code();
      return new Row(code.text(), status, "" + status, code.when(), code.remedy());
    }

    static Row of(ErrorCode code) {
      int status = code.error().status();
      return new Row(code.text(), status, "" + status, code.when(), code.remedy());
    }

    String line() {
      return "| `" + code + "` | " + statusText + " | " + when + " | " + remedy + " |\n";
    }
  }

  private static final Row NETWORK =
      new Row(
          "http-4xx",
          499,
          "4xx, 5xx",
          "The network refused the request before a service could: too large, too slow, malformed;"
              + " the code ends in the status.",
          "As the message says.");

  private static String made() {
    Stream<Row> rows =
        Stream.of(
                Stream.of(RefusalCode.values()).map(Row::of),
                Stream.of(ErrorCode.values()).map(Row::of),
                Stream.of(NETWORK))
            .flatMap(part -> part);
    return HEAD
        + rows.sorted(Comparator.comparingInt(Row::status))
            .map(Row::line)
            .collect(Collectors.joining())
        + TAIL;
  }

  @Test
  void theDocumentSaysWhatTheListsSay() throws Exception {
    if ("apply".equals(System.getProperty("generate"))) {
      Files.writeString(PUBLISHED, made());
    }
    assertThat(Files.readString(PUBLISHED))
        .as("run: mvn test -pl api -am -Dgenerate=apply -Dtest=ErrorsDocumentTest")
        .isEqualTo(made());
  }

  @Test
  void noCodeStandsInBothLists() {
    assertThat(
            Stream.concat(
                Stream.of(RefusalCode.values()).map(RefusalCode::text),
                Stream.of(ErrorCode.values()).map(ErrorCode::text)))
        .doesNotHaveDuplicates();
  }
}
