// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/** What a fault means to whoever runs the program, in a sentence. */
final class FailureSentence {

  private FailureSentence() {}

  /** The exceptions of files name the file alone, and sometimes a reason. */
  static String of(Exception thrown) {
    String message = thrown.getMessage();
    return switch (thrown) {
      case AccessDeniedException file ->
          System.getProperty("user.name")
              + ", as whom this runs, has no permission for "
              + file.getFile()
              + ". Run: "
              + Program.shell("ls -ld", Path.of(file.getFile()));
      case NoSuchFileException file -> missing(Path.of(file.getFile()));
      case FileAlreadyExistsException file -> file.getFile() + " is there already.";
      case NotDirectoryException file -> file.getFile() + " is no directory.";
      case CharacterCodingException _ -> "It is not written in UTF-8.";
      case FileSystemException file when file.getReason() != null ->
          file.getFile() + ": " + file.getReason() + ".";
      default -> message == null ? "Homeroom stopped: " + thrown : message;
    };
  }

  private static String missing(Path file) {
    Path folder = file.getParent();
    return folder == null || Files.isDirectory(folder)
        ? "There is no file " + file + "."
        : "There is no folder " + folder + ", and so no " + file.getFileName() + " in it.";
  }
}
