// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.imports;

import java.time.Duration;

/**
 * The bounds of rosters that admins upload.
 *
 * @param uploads of one school at once
 * @param uploadsOfAll those of all schools; a further one takes the place of the oldest that is not
 *     read or applied just now, and is refused if there is none
 * @param kept how long one stays that nobody goes on with
 * @param lines of each kind of change that are shown
 * @param progress the least time between two events about one import
 */
public record UploadLimits(
    int uploads, int uploadsOfAll, Duration kept, int lines, Duration progress) {

  /** The bytes of one upload, as it is sent: a ZIP of a district has three million. */
  public static final int MAX_BYTES = 32 << 20;

  /** The bytes of one piece of an upload. */
  public static final int MAX_PIECE_BYTES = 700_000;

  /** In code points. */
  public static final int MAX_FILE_NAME = 200;

  public static final UploadLimits DEFAULT =
      new UploadLimits(4, 32, Duration.ofHours(1), 100, Duration.ofMillis(500));
}
