// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What a person signs in with. */
class EmailAddressTest {

  @Test
  void everyWayOfWritingOneAddressHasItsKey() {
    for (String written :
        List.of(
            "jose\u0301@mu\u0308nchen-schule.de",
            " JOS\u00c9@M\u00dcNCHEN-Schule.DE ",
            "jos\u00e9@xn--mnchen-schule-wob.de",
            "jos\u00e9@XN--MNCHEN-SCHULE-WOB.de.",
            "\ufeffjos\u00e9@m\u00fcnchen-schule\u3002de\u200b",
            "jos\u00e9@\uff4d\u00fcnchen-schule.de\u00a0")) {
      assertThat(EmailAddress.key(written))
          .as(written)
          .isEqualTo("jos\u00e9@m\u00fcnchen-schule.de");
    }
  }

  @Test
  void whatDiffersIsSomebodyElse() {
    assertThat(EmailAddress.key("anna+maths@demo.school"))
        .isNotEqualTo(EmailAddress.key("anna@demo.school"));
    assertThat(EmailAddress.key("max@stra\u00dfe.de"))
        .isNotEqualTo(EmailAddress.key("max@strasse.de"));
  }

  @Test
  void whatIsShownIsComposedAndTrimmedAndKeepsItsCase() {
    assertThat(EmailAddress.canonical("\u200e Jose\u0301@Demo.School. \u200b"))
        .isEqualTo("Jos\u00e9@Demo.School");
  }

  @Test
  void aDomainWithoutADotIsOneOfASchoolsOwnNetwork() {
    assertThat(EmailAddress.isValid("head@hill")).isTrue();
    assertThat(EmailAddress.isValid("head@hill-2")).isTrue();
    assertThat(EmailAddress.isValid("head@")).isFalse();
    assertThat(EmailAddress.isValid("head@.")).isFalse();
  }

  @Test
  void anAddressIsOneThatCanBeSeenAndListed() {
    for (String right :
        List.of("a@b.de", "Anna.Smith+Maths@demo.school", "jos\u00e9@\u00e9cole.fr", "a@x_y.de")) {
      assertThat(EmailAddress.isValid(right)).as(right).isTrue();
    }
    for (String wrong :
        List.of(
            "",
            "@",
            "a@",
            "@b.de",
            "a@b..de",
            "a@.de",
            "a@@b.de",
            "a b@c.de",
            "a@x.org,b@y.org",
            "<ann@demo.school>",
            "Ann<ann@demo.school>",
            "wj\u2060@demo.school",
            "so\u00adft@demo.school",
            "a\u0007b@demo.school",
            "a\u202eb@demo.school",
            "a@[1.2.3.4]",
            "a@xn--strae-oqa.de",
            "a\ud800@b.de",
            "a@" + "b".repeat(64) + ".de",
            "a".repeat(250) + "@b.de")) {
      assertThat(EmailAddress.isValid(wrong)).as(wrong).isFalse();
    }
  }
}
