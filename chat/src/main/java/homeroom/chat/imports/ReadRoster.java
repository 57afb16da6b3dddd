// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.imports;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the files of a roster say.
 *
 * @param format what they are, for people
 * @param roster null if there are errors
 * @param errors by file and line; empty if all is well
 */
public record ReadRoster(String format, @Nullable DesiredRoster roster, List<FileError> errors) {

  public ReadRoster {
    errors = List.copyOf(errors);
  }
}
