// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.imports;

import java.io.IOException;
import java.nio.file.Path;

/** Reads the files of a roster, whichever format they have. Safe for many threads; blocks. */
@FunctionalInterface
public interface RosterReader {

  /**
   * Reads a ZIP or one file {@code .csv}.
   *
   * @throws IOException if it cannot be read at all
   */
  ReadRoster read(Path path) throws IOException;
}
