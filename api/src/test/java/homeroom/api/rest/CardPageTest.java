// SPDX-License-Identifier: Apache-2.0
package homeroom.api.rest;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.SchoolDay;
import homeroom.chat.people.SignInCodes;
import homeroom.chat.roster.SchoolClass;
import homeroom.chat.roster.User;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.Role;
import homeroom.chat.school.UserId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Cards show names that pupils and rosters chose, and nothing of them is ever markup. */
class CardPageTest {

  private static final String EVIL = "</title><script src='//x'>\"&amp;";
  private static final Instant NOW = Instant.parse("2026-11-22T08:15:30Z");

  private final SchoolDay day = new SchoolDay();
  private final String page =
      CardPage.of(
          new SignInCodes.OfClass(
              new SchoolClass(new ClassId("7b"), day.hill, EVIL, "7b", false, NOW, NOW),
              List.of(
                  new SignInCodes.Made(
                      new User(
                          new UserId("eve"),
                          day.hill,
                          Role.STUDENT,
                          EVIL,
                          "eve@hill",
                          true,
                          NOW,
                          NOW),
                      "AB12-CD34-EF56",
                      NOW))),
          EVIL,
          "https://my.school/?a=" + EVIL);

  @Test
  void nothingThatSomebodyChoseIsMarkup() {
    assertThat(page)
        .doesNotContain("<script", "'//x'", "\"&amp;")
        .containsOnlyOnce("</title>")
        .contains("&lt;/title&gt;&lt;script src=&#39;//x&#39;&gt;&quot;&amp;amp;")
        .contains("AB12-CD34-EF56")
        .contains("22 November 2026, 08:15 UTC");
  }

  @Test
  void itsOwnStyleIsAllThatItMayShow() throws Exception {
    String style = page.substring(page.indexOf("<style>") + 7, page.indexOf("</style>"));
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8));
    assertThat(CardPage.POLICY)
        .startsWith("default-src 'none'; ")
        .contains("style-src 'sha256-" + Base64.getEncoder().encodeToString(hash) + "'")
        .doesNotContain("unsafe", "script-src");
    assertThat(page).doesNotContain("style=", "<link", "url(");
  }
}
