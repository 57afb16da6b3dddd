// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.api.auth.AccessTokens;
import homeroom.api.wire.Json;
import homeroom.chat.query.Filter;
import homeroom.chat.query.Order;
import homeroom.chat.query.Page;
import homeroom.chat.query.Query;
import homeroom.chat.roster.User;
import homeroom.chat.school.SchoolId;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Access tokens of a whole school in a file, for load tests. */
final class TokenFile {

  private static final Duration LIFETIME = Duration.ofDays(365);

  /** One line. */
  record Line(String email, String userId, String role, String token) {}

  private TokenFile() {}

  /**
   * Writes the tokens of every active user whose address is at {@code domain}.
   *
   * @return how many
   */
  static int write(Path file, Homeroom homeroom, String domain) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(file);
    DataDirectory.OwnerOnly.restrict(file, "rw-------");
    int written = 0;
    try (BufferedWriter writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      SchoolId school =
          homeroom.rosterStore().credentials("admin@" + domain).orElseThrow().user().schoolId();
      Page<User> page;
      do {
        page = homeroom.rosterStore().findUsers(school, activeFrom(written));
        for (User user : page.data()) {
          writer.write(line(user, homeroom.tokens()));
          writer.newLine();
        }
        written += page.data().size();
      } while (!page.data().isEmpty());
    }
    return written;
  }

  private static Query activeFrom(int skip) {
    return new Query(
        Filter.equal("active", true), List.of(new Order("_id", false)), Query.MAX_LIMIT, skip);
  }

  private static String line(User user, AccessTokens tokens) {
    var line =
        new Line(
            user.signInName(),
            user.id().value(),
            user.role().name().toLowerCase(Locale.ROOT),
            tokens.issue(user.id(), LIFETIME).text());
    return new String(Json.bytes(line), StandardCharsets.UTF_8);
  }
}
