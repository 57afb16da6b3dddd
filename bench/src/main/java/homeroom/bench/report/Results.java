// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where results are kept.
 *
 * @param folder made when it is needed
 * @param clock names the files
 */
public record Results(Path folder, Clock clock) {

  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /** Writes both forms beside each other and returns where the readable one is. */
  public Path save(String kind, Object numbers, String markdown) throws IOException {
    Files.createDirectories(folder);
    String name = kind + "-" + NAME.format(clock.instant());
    Files.write(folder.resolve(name + ".json"), JSON.writeValueAsBytes(numbers));
    return Files.writeString(folder.resolve(name + ".md"), markdown);
  }
}
