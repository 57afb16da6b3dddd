// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What somebody hostile does, how often, and what the server may answer: the rows of {@code
 * docs/security-tests.md}.
 */
enum Attack {
  SLASHES("`GET /a///…x` with 8 000 slashes", 200, "404"),
  DEEP_PATHS("`GET /docs/a/a/…x.js` with 3 900 folders", 200, "404"),
  LONG_HEADS("requests whose header of 15 KB does not end, without a token", 1_000, "503, closed"),
  FEW_SLOW_BODIES("`POST /messages` whose body of 0.9 MB does not end", 64, "503, closed"),
  SLOW_BODIES("the same", 300, "503, closed"),
  ATTACHMENTS_OF_NOBODY(
      "sockets in no namespace that announce 10 attachments and send 9 of 1 MB", 20, "closed"),
  MANY_ATTACHMENTS_OF_NOBODY("the same, by more", 80, "closed"),
  FRAGMENTS_OF_NOBODY(
      "sockets without a token that send 0.99 MB of a message as fragments that do not end",
      200,
      "closed"),
  MANY_FRAGMENTS_OF_NOBODY("the same, by more", 540, "closed"),
  ATTACHMENTS_OF_A_STUDENT(
      "sockets of one student that announce 10 attachments and send 9 of 1 MB", 15, "closed"),
  FRAMES_OF_A_STUDENT(
      "sockets of one student that send 0.99 MB of a frame that does not end", 15, "closed"),
  UNREAD_PAGES(
      "requests of one student for pages of 10, 50 and 200 messages of 48 KB that are never read",
      60,
      "200, 429, 503, closed"),
  MANY_UNREAD_PAGES("the same, of more", 430, "200, 429, 503, closed"),
  CALLS_AT_ONCE(
      "requests of one student at once, each for 5 messages of 48 KB", 1_100, "200, 429, 503"),
  LONG_CALLS_AT_ONCE("the same, each for 50", 1_100, "200, 429, 503"),
  HANDSHAKES("polling handshakes over 20 connections", 12_000, "200"),
  MANY_HANDSHAKES("the same, for longer", 480_000, "200"),
  CONNECTS("connects without a token from one address within seconds", 2_125, "200"),
  TWO_READINGS(
      "requests with more than one reading: both lengths, two lengths, folded lines, bare line"
          + " feeds, other encodings, bad chunks, each followed by a second request",
      240,
      "400, 501, 505"),
  LONG_CHUNK_LINES("chunks whose extensions do not end", 40, "400, 413, closed"),
  OTHER_PROTOCOLS(
      "beginnings of HTTP/2, HTTP/1.9 and TLS on the port of HTTP/1.1", 120, "400, 505"),
  INVENTED_METHODS("requests with a method of their own each", 1_000, "401, 404, 405, 501"),
  METRICS_OF_STRANGERS(
      "`GET /metrics` without its token: none, another, in the query, with the names and addresses"
          + " of this machine, of a page whose name was pointed here",
      120,
      "401"),
  FORGED_LINES(
      "paths and headers with line ends, escapes and other control characters", 400, "400, 404"),
  INVENTED_ORIGINS("connects by pages of other origins, each of another", 2_000, "403"),
  FORGED_TOKENS(
      "tokens without a signature, with that of another key, of another kind, over, of the future"
          + " or of nobody, over REST, to sign in, and on sockets",
      198,
      "401, 431"),
  ODD_JSON(
      "JSON with a name twice, 100 000 levels deep, with numbers of 100 000 digits, or broken, over"
          + " REST and on sockets",
      120,
      "400, closed"),
  BRACKETS(
      "calls of one student at once whose data is 1 MB of empty objects, plain, by gzip and on"
          + " sockets",
      150,
      "400, 413, 429, 503, closed"),
  BROKEN_FRAMES("sockets that send frames against RFC 6455", 160, "closed"),
  NAMESPACES(
      "sockets without a token that each ask for 2 000 namespaces which are not there",
      60,
      "closed"),
  PONGS("polling bodies of 300 000 pongs that nobody asked for", 40, "200, 503, closed"),
  PINGS("pings over 20 sockets, at once", 20_000, "pongs"),
  FOREIGN_IDS(
      "calls by a student with ids of another school, for every service and event that takes one",
      480,
      "200, 201, 400, 403, 404"),
  WRONG_NAMES(
      "sign-ins with names that nobody has, from the address where others sign in",
      300,
      "401, 429, 503"),
  MANY_WRONG_NAMES("the same, for longer", 2_000, "401, 429, 503"),
  WRONG_PASSWORDS(
      "sign-ins with wrong passwords of a teacher, who signs in from the same address meanwhile",
      16,
      "401, 429, 503"),
  MANY_WRONG_PASSWORDS("the same, by more", 300, "401, 429, 503"),
  GROUPS("groups of 54 made by one student over 20 connections", 600, "201, 429"),
  MANY_GROUPS("the same, for longer", 3_000, "201, 429"),
  LONG_PAGES(
      "calls of one student for 60 messages of 48 KB, over REST and on a socket",
      100,
      "200, 429, closed"),
  CALLS_WITHOUT_PAUSE(
      "calls of one student on 20 sockets without a pause: searches, long lists, syncs, people",
      2_000,
      "200, 429, 503"),
  MANY_CALLS_WITHOUT_PAUSE("the same, for longer", 20_000, "200, 429, 503");

  private static final String HEAD =
      """
      # What is tried on every build

      Each of these is done over real sockets to a server process with a heap of 128 MiB, while students
      chat, read, post and connect from the same address. The test asks that all of them were answered as
      they should be, that within 60 seconds the heap after a full collection and every figure of what is kept or waits
      are where they were, that no thread has ended, and that the log is below 1 MB. The attack is told no more than
      what stands here; "closed" is a connection that the server ended.

      | attack | times | what it is told | by |
      | --- | ---: | --- | --- |
      """;

  private static final String BESIDE =
      """

      What is longer, or by more, runs in `./homeroom test --all`.

      Beside these, on one part or in one process:

      | what is tried | by |
      | --- | --- |
      """;

  private static final String TAIL =
      """

      This file is made from `Attack` and from the tests that name it; a test rewrites it, see CONTRIBUTING.md.
      """;

  private final String what;
  private final int times;
  private final String answers;

  Attack(String what, int times, String answers) {
    this.what = what;
    this.times = times;
    this.answers = answers;
  }

  int times() {
    return times;
  }

  /** What may be answered. */
  Set<String> answers() {
    return Set.of(answers.split(", "));
  }

  static String document() {
    Map<Attack, String> tests = AttackTests.byAttack();
    return HEAD
        + Stream.of(values())
            .map(attack -> attack.row(String.valueOf(tests.get(attack))))
            .collect(Collectors.joining())
        + BESIDE
        + AttackTests.smaller()
        + TAIL;
  }

  private String row(String test) {
    return "| %s | %d | %s | `%s` |\n".formatted(what, times, answers, test);
  }
}
