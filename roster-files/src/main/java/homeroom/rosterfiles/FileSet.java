// SPDX-License-Identifier: Apache-2.0
package homeroom.rosterfiles;

import homeroom.chat.imports.Place;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/** The files of a roster, in memory, by name. Files of other names are not kept. */
final class FileSet {

  private static final Set<String> KNOWN =
      Set.of(
          "manifest.csv",
          "orgs.csv",
          "academicSessions.csv",
          "courses.csv",
          "classes.csv",
          "users.csv",
          "roles.csv",
          "enrollments.csv",
          "people.csv");

  private static final int CHUNK_BYTES = 64 << 10;

  private final Map<String, byte[]> files = new HashMap<>();
  private final RosterFileLimits limits;
  private long bytes;

  private FileSet(RosterFileLimits limits) {
    this.limits = limits;
  }

  /** Those at the root of a ZIP. */
  static FileSet ofZip(InputStream in, RosterFileLimits limits, Errors errors) throws IOException {
    var set = new FileSet(limits);
    var zip = new ZipInputStream(new BufferedInputStream(in), StandardCharsets.UTF_8);
    int count = 0;
    var folders = new TreeSet<String>();
    try {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        count++;
        if (count > limits.files()) {
          errors.add("", "The ZIP has more than " + limits.files() + " files; a roster has ten.");
          return set;
        }
        String name = entry.getName().replace('\\', '/');
        boolean known = KNOWN.contains(name);
        if (known
            ? !set.put(name, zip, errors)
            : !set.pass(CsvTable.shortened(name), zip, errors)) {
          return set;
        }
        if (!known && KNOWN.contains(name.substring(name.lastIndexOf('/') + 1))) {
          folders.add(CsvTable.shortened(name));
        }
      }
    } catch (ZipException | EOFException | IllegalArgumentException e) {
      errors.add("", "The ZIP is damaged: " + e.getMessage() + ". Make or fetch it again.");
      return set;
    }
    if (count == 0) {
      errors.add("", "It is no ZIP, or an empty one. Give a ZIP, a folder, or a people.csv.");
    } else if (set.files.isEmpty() && !folders.isEmpty()) {
      errors.add(
          folders.first(),
          "The files stand in a folder of the ZIP. Pack the files themselves, so that they stand at"
              + " its root.");
    }
    return set;
  }

  /** Those in a folder. */
  static FileSet ofFolder(Path folder, RosterFileLimits limits, Errors errors) throws IOException {
    var set = new FileSet(limits);
    List<Path> there;
    try (Stream<Path> list = Files.list(folder)) {
      there = list.toList();
    }
    for (Path path : there) {
      String name = path.getFileName().toString();
      if (KNOWN.contains(name) && Files.isRegularFile(path)) {
        try (InputStream in = Files.newInputStream(path)) {
          if (!set.put(name, in, errors)) {
            return set;
          }
        }
      }
    }
    return set;
  }

  /** One file alone, which is a {@code people.csv} whatever it is called. */
  static FileSet ofFile(Path file, RosterFileLimits limits, Errors errors) throws IOException {
    var set = new FileSet(limits);
    try (InputStream in = Files.newInputStream(file)) {
      set.put("people.csv", in, errors);
    }
    return set;
  }

  private boolean put(String name, InputStream in, Errors errors) throws IOException {
    var read = new ByteArrayOutputStream();
    byte[] chunk = new byte[CHUNK_BYTES];
    for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
      if (read.size() + count > limits.fileBytes() || !hasRoom(count)) {
        return tooLarge(name, errors);
      }
      read.write(chunk, 0, count);
    }
    if (files.put(name, read.toByteArray()) != null) {
      errors.add(name, "It is there twice.");
      return false;
    }
    return true;
  }

  /** One that is not looked at: what comes next in the ZIP is found only by unpacking it. */
  private boolean pass(String name, InputStream in, Errors errors) throws IOException {
    byte[] chunk = new byte[CHUNK_BYTES];
    for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
      if (!hasRoom(count)) {
        return tooLarge(name, errors);
      }
    }
    return true;
  }

  private boolean hasRoom(int count) {
    bytes += count;
    return bytes <= limits.bytes();
  }

  private boolean tooLarge(String name, Errors errors) {
    errors.add(
        name,
        "It is larger than can be read: at most %d MB each and %d MB together, unpacked."
            .formatted(limits.fileBytes() >> 20, limits.bytes() >> 20));
    return false;
  }

  boolean has(String name) {
    return files.containsKey(name);
  }

  /** The table of a file that is there. */
  CsvTable table(String name, List<String> required, Errors errors) {
    byte[] content = files.get(name);
    if (content == null) {
      errors.add(
          new Place(name, 0), null, "There is no such file, and it is needed for this format.");
      errors.unread(name);
      return CsvTable.empty(name);
    }
    return CsvTable.of(name, content, required, errors);
  }
}
