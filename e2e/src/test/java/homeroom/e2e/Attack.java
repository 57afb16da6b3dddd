// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

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
      "sockets in no namespace that announce 10 attachments and send 9 of 1 MB", 80, "closed"),
  FRAGMENTS_OF_NOBODY(
      "sockets without a token that send 0.99 MB of a message as fragments that do not end",
      540,
      "closed"),
  ATTACHMENTS_OF_A_STUDENT(
      "sockets of one student that announce 10 attachments and send 9 of 1 MB", 15, "closed"),
  FRAMES_OF_A_STUDENT(
      "sockets of one student that send 0.99 MB of a frame that does not end", 15, "closed"),
  UNREAD_PAGES(
      "requests of one student for pages of 10, 50 and 200 messages of 48 KB that are never read",
      430,
      "200, 429, 503, closed"),
  CALLS_AT_ONCE(
      "requests of one student at once, each for 50 messages of 48 KB", 1_100, "200, 429, 503"),
  HANDSHAKES("polling handshakes over 20 connections", 20_000, "200"),
  MANY_HANDSHAKES("the same, for longer", 480_000, "200"),
  CONNECTS("connects without a token from one address within seconds", 2_125, "200");

  private static final String HEAD =
      """
      # What is tried on every build

      Each of these is done over real sockets to a server process with a heap of 128 MiB, while five students
      chat, read, post and connect from the same address. The test asks that all of them were answered as
      they should be, that the memory and the places which the attack took are free again within 60 seconds, that no
      thread has ended, and that the log is below 1 MB. The attack is told no more than what stands here; "closed" is a
      connection that the server ended.

      | attack | times | what it is told |
      | --- | ---: | --- |
      """;

  private static final String TAIL =
      """

      The heaviest runs in `./homeroom test --all`. This file is made from `Attack`; a test rewrites it, see
      CONTRIBUTING.md.
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
    return HEAD + Stream.of(values()).map(Attack::row).collect(Collectors.joining()) + TAIL;
  }

  private static String row(Attack attack) {
    return "| " + attack.what + " | " + attack.times + " | " + attack.answers + " |\n";
  }
}
