// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.chat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** A user and what signs them in: a line of what {@code ./homeroom demo --tokens} writes. */
public record Account(String email, String userId, String role, String token) {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** All lines of the file. */
  public static List<Account> read(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .filter(line -> !line.isBlank())
        .map(line -> JSON.readValue(line, Account.class))
        .toList();
  }

  @Override
  public String toString() {
    return email;
  }
}
