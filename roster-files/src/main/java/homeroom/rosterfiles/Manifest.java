// SPDX-License-Identifier: Apache-2.0
package homeroom.rosterfiles;

import homeroom.chat.imports.Extent;
import homeroom.chat.imports.Place;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a OneRoster export says of itself.
 *
 * @param version {@code 1.1} or {@code 1.2}
 */
record Manifest(String version, Map<String, Extent> files) {

  static final String FILE = "manifest.csv";

  /** Those that are read, and which version has them. */
  private static final List<String> READ =
      List.of("orgs", "academicSessions", "classes", "users", "roles", "enrollments");

  private static final Set<String> VERSIONS = Set.of("1.1", "1.2");

  static Manifest read(FileSet set, Errors errors) {
    CsvTable table = set.table(FILE, List.of("propertyName", "value"), errors);
    var properties = new HashMap<String, CsvTable.Line>();
    table.lines().forEach(line -> properties.put(line.text("propertyName"), line));
    String version = version(properties, errors);
    var files = new HashMap<String, Extent>();
    for (String name : READ) {
      if (errors.isEmpty() || !version.isEmpty()) {
        files.put(name, extent(name, properties.get("file." + name), set, errors));
      }
    }
    return new Manifest(version, files);
  }

  private static String version(Map<String, CsvTable.Line> properties, Errors errors) {
    CsvTable.Line line = properties.get("oneroster.version");
    if (line == null) {
      errors.add(
          new Place(FILE, 0), null, "It does not say 'oneroster.version', which is 1.1 or 1.2.");
      return "";
    }
    String version = line.text("value");
    if (!VERSIONS.contains(version)) {
      errors.add(
          line.place(),
          "value",
          "The version " + CsvTable.quoted(version) + " is not known; 1.1 and 1.2 are.");
      return "";
    }
    return version;
  }

  private static Extent extent(
      String name, CsvTable.@Nullable Line line, FileSet set, Errors errors) {
    boolean there = set.has(name + ".csv");
    if (line == null) {
      if (there && !name.equals("roles")) {
        errors.add(
            new Place(FILE, 0),
            null,
            "It does not say 'file."
                + name
                + "', which is absent, bulk or delta, and "
                + name
                + ".csv is there.");
      }
      return Extent.UNSAID;
    }
    Extent extent =
        switch (line.text("value")) {
          case "absent" -> Extent.UNSAID;
          case "bulk" -> Extent.ALL;
          case "delta" -> Extent.CHANGES;
          default -> {
            errors.add(
                line.place(),
                "value",
                CsvTable.quoted(line.text("value")) + " is none of absent, bulk and delta.");
            yield Extent.UNSAID;
          }
        };
    if (extent != Extent.UNSAID && !there) {
      errors.add(
          line.place(),
          null,
          name + ".csv is " + line.text("value") + " here, and there is no such file.");
      return Extent.UNSAID;
    }
    if (extent == Extent.UNSAID && there && line.text("value").equals("absent")) {
      errors.add(line.place(), null, name + ".csv is absent here, and there is such a file.");
    }
    return extent;
  }

  Extent of(String name) {
    return files.getOrDefault(name, Extent.UNSAID);
  }
}
