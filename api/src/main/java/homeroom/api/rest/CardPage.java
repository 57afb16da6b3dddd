// SPDX-License-Identifier: Apache-2.0
package homeroom.api.rest;

import homeroom.chat.people.SignInCodes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;

/**
 * The sign-in codes of a class as cards to be printed, cut and handed out: a page without scripts
 * and without anything from elsewhere.
 */
public final class CardPage {

  private static final String STYLE =
      """
      body { font: 12pt sans-serif; margin: 1cm }
      h1 { font-size: 16pt }
      ul { display: grid; grid-template-columns: 1fr 1fr; gap: 5mm; list-style: none; padding: 0 }
      li { border: 1px dashed #777; padding: 5mm; break-inside: avoid }
      li p { margin: 0 0 2mm; overflow-wrap: anywhere }
      .code { font: bold 18pt monospace; letter-spacing: 1px }
      .small { font-size: 9pt }
      @media print { body { margin: 0 } .screen { display: none } }
      """;

  /** What the page may do, for the header of that name: show its own style. */
  static final String POLICY =
      "default-src 'none'; style-src 'sha256-"
          + sha256(STYLE)
          + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private static final DateTimeFormatter UNTIL =
      DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.UK).withZone(ZoneOffset.UTC);

  private CardPage() {}

  /**
   * The page.
   *
   * @param school its name
   * @param address where people sign in; empty if it is not known
   */
  public static String of(SignInCodes.OfClass codes, String school, String address) {
    var page = new StringBuilder();
    String title = school + ", " + codes.schoolClass().name();
    page.append("<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>")
        .append(escaped(title))
        .append("</title>\n<style>")
        .append(STYLE)
        .append("</style>\n<h1>")
        .append(escaped(title))
        .append("</h1>\n<p class=\"screen\">")
        .append(
            codes.codes().isEmpty()
                ? "Everybody of this class has a password."
                : "Print this page now: the codes are not shown again, and those of before are good"
                    + " no more.")
        .append("</p>\n<ul>\n");
    for (SignInCodes.Made made : codes.codes()) {
      String username = made.user().username();
      page.append("<li><p><strong>")
          .append(escaped(made.user().name()))
          .append("</strong></p>")
          .append(username == null ? "" : "<p>User name: " + escaped(username) + "</p>")
          .append(address.isEmpty() ? "" : "<p>Sign in at " + escaped(address) + "</p>")
          .append("<p class=\"code\">")
          .append(escaped(made.code()))
          .append("</p><p class=\"small\">Good once, until ")
          .append(UNTIL.format(made.expiresAt()))
          .append(".</p></li>\n");
    }
    return page.append("</ul>\n</html>\n").toString();
  }

  static String escaped(String text) {
    var safe = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> safe.append("&amp;");
        case '<' -> safe.append("&lt;");
        case '>' -> safe.append("&gt;");
        case '"' -> safe.append("&quot;");
        case '\'' -> safe.append("&#39;");
        default -> safe.append(c);
      }
    }
    return safe.toString();
  }

  private static String sha256(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256.", e);
    }
  }
}
