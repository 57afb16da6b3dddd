// SPDX-License-Identifier: Apache-2.0
package homeroom.rosterfiles;

import homeroom.chat.imports.FileError;
import homeroom.chat.imports.Place;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is wrong in files, up to a bound; the rest is counted. For one thread. */
final class Errors {

  private final int most;
  private final List<FileError> told = new ArrayList<>();
  private final Set<String> unread = new HashSet<>();
  private int untold;

  Errors(int most) {
    this.most = most;
  }

  void add(Place place, @Nullable String column, String message) {
    if (told.size() < most) {
      told.add(FileError.of(place, column, message));
    } else {
      untold++;
    }
  }

  void add(String file, String message) {
    add(new Place(file, 0), null, message);
  }

  /** Of a file that could not be read to its end, what refers to it is not looked at. */
  void unread(String file) {
    unread.add(file);
  }

  boolean isUnread(String file) {
    return unread.contains(file);
  }

  boolean isEmpty() {
    return told.isEmpty();
  }

  List<FileError> all() {
    return FileError.with(told, untold);
  }
}
