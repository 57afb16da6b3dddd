// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import static homeroom.e2e.ClientCheck.CLIENTS;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The types for TypeScript are those of the running server, and the compiler judges clients by
 * them. Run with -Dwrite=apply to rewrite the published file.
 */
class TypesTest extends SharedServer {

  private static final Path PUBLISHED = CLIENTS.resolve("homeroom.d.ts");
  private static final Path WRONG = CLIENTS.resolve("checks/types/wrong.ts");

  @Test
  void thePublishedFileIsTheOneTheServerMakes() throws Exception {
    String made = text(Rest.anonymous(server), "/docs/homeroom.d.ts");
    if ("apply".equals(System.getProperty("write"))) {
      Files.writeString(PUBLISHED, made);
    }
    assertThat(Files.readString(PUBLISHED)).as("run: mvn test -Dwrite=apply").isEqualTo(made);
  }

  @Test
  void theCompilerTakesARightClientAndRefusesEveryWrongLine() throws Exception {
    List<String> lines = Files.readAllLines(WRONG);
    String[] wrong =
        IntStream.range(0, lines.size())
            .filter(i -> lines.get(i).endsWith("// wrong"))
            .mapToObj(i -> "wrong.ts:" + (i + 1))
            .toArray(String[]::new);
    String output =
        ClientCheck.run(List.of("node", "node_modules/typescript/bin/tsc", "-p", "checks/types"))
            .output();
    assertThat(
            Pattern.compile("(\\w+\\.ts)\\((\\d+),\\d+\\): error")
                .matcher(output)
                .results()
                .map(TypesTest::place)
                .distinct())
        .as(output)
        .containsExactlyInAnyOrder(wrong);
  }

  private static String place(MatchResult error) {
    return error.group(1) + ":" + error.group(2);
  }

  static String text(Rest rest, String path) throws Exception {
    return answer(rest, path).body();
  }

  static HttpResponse<String> answer(Rest rest, String path) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(rest.request(path).build(), HttpResponse.BodyHandlers.ofString());
    }
  }
}
