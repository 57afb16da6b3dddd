// SPDX-License-Identifier: Apache-2.0
package homeroom.rosterfiles;

/**
 * The bounds of what is read.
 *
 * @param files in a ZIP, those that are not looked at included
 * @param fileBytes of one file, uncompressed
 * @param bytes of all files, uncompressed, those of a ZIP that are not looked at included
 * @param errors that are told; more are counted
 */
public record RosterFileLimits(int files, long fileBytes, long bytes, int errors) {

  /** A district of 100 000 people with a million enrolments. */
  public static final RosterFileLimits DEFAULT =
      new RosterFileLimits(1_000, 256L << 20, 512L << 20, 200);

  /** Beside a chat, whose memory it takes: 30 000 people with 200 000 enrolments. */
  public static final RosterFileLimits UPLOADED =
      new RosterFileLimits(1_000, 32L << 20, 64L << 20, 200);
}
