// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** What a fault means to whoever runs the program, in a sentence. */
final class FailureSentence {

  private FailureSentence() {}

  /** The exceptions of files name the file alone, and sometimes a reason. */
  static String of(Exception thrown) {
    String message = thrown.getMessage();
    return switch (thrown) {
      case AccessDeniedException file ->
          "There is no permission for "
              + file.getFile()
              + ", which this runs as "
              + System.getProperty("user.name")
              + " for. Run: ls -ld "
              + file.getFile();
      case NoSuchFileException file -> "There is no file " + file.getFile() + ".";
      case FileSystemException file when file.getReason() != null ->
          file.getFile() + ": " + file.getReason() + ".";
      default -> message == null ? "Homeroom stopped: " + thrown : message;
    };
  }
}
