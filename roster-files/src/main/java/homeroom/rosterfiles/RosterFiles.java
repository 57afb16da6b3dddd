// SPDX-License-Identifier: Apache-2.0
package homeroom.rosterfiles;

import homeroom.chat.imports.ReadRoster;
import homeroom.chat.imports.RosterReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Reads the files of a roster, whichever format they have. Safe for many threads. */
public final class RosterFiles implements RosterReader {

  private final RosterFileLimits limits;

  public RosterFiles(RosterFileLimits limits) {
    this.limits = limits;
  }

  /**
   * Reads a ZIP with the files at its root, a folder of them, or one file {@code people.csv}.
   *
   * @throws IOException if it cannot be read at all
   */
  @Override
  public ReadRoster read(Path path) throws IOException {
    var errors = new Errors(limits.errors());
    if (Files.isDirectory(path)) {
      return read(FileSet.ofFolder(path, limits, errors), errors);
    }
    if (path.toString().toLowerCase(Locale.ROOT).endsWith(".csv")) {
      return read(FileSet.ofFile(path, limits, errors), errors);
    }
    try (InputStream in = Files.newInputStream(path)) {
      return read(FileSet.ofZip(in, limits, errors), errors);
    }
  }

  /**
   * Reads a ZIP.
   *
   * @throws IOException if it cannot be read at all
   */
  public ReadRoster read(InputStream zip) throws IOException {
    var errors = new Errors(limits.errors());
    return read(FileSet.ofZip(zip, limits, errors), errors);
  }

  private static ReadRoster read(FileSet files, Errors errors) {
    if (!errors.isEmpty()) {
      return new ReadRoster("", null, errors.all());
    }
    if (files.has("manifest.csv")) {
      return OneRosterReader.read(files, errors);
    }
    if (files.has("people.csv")) {
      return PeopleReader.read(files, errors);
    }
    if (!files.has("users.csv")) {
      errors.add(
          "users.csv",
          "There is no such file. Give the ZIP or folder of a OneRoster export (manifest.csv,"
              + " users.csv …), of School Data Sync (users.csv, roles.csv …), or a people.csv.");
      return new ReadRoster("", null, errors.all());
    }
    CsvTable users = files.table("users.csv", List.of("sourcedId"), errors);
    boolean oneRoster = users.has("enabledUser") || users.has("dateLastModified");
    if (oneRoster) {
      errors.add(
          "manifest.csv",
          "There is no such file. A OneRoster export has one, which says the version and which"
              + " files are bulk or delta.");
      return new ReadRoster("OneRoster", null, errors.all());
    }
    return SchoolDataSyncReader.read(files, errors);
  }
}
