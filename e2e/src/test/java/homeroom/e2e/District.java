// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A made-up district as its student information system exports it: one teacher in twenty people,
 * and everybody in {@link #CLASSES_EACH} classes.
 *
 * @param version {@code 1.1} or {@code 1.2} of OneRoster
 */
record District(String version, int people, int classes) {

  static final int CLASSES_EACH = 6;

  private static final int TEACHERS = 20;

  /** 10 000 people, 400 classes, 60 000 enrolments. */
  static District large(String version) {
    return new District(version, 10_000, 400);
  }

  /** Everything there is. */
  Path writeAll(Path zip, String surname) throws IOException {
    return write(zip, "bulk", 0, people, surname);
  }

  /** The first of the people, by another surname and in other classes. */
  Path writeChanges(Path zip, int changed, String surname) throws IOException {
    return write(zip, "delta", 0, changed, surname);
  }

  private Path write(Path zip, String extent, int first, int last, String surname)
      throws IOException {
    var files = new TreeMap<String, StringBuilder>();
    boolean newer = version.equals("1.2");
    StringBuilder users = file(files, "users.csv", newer ? USERS_12 : USERS_11);
    StringBuilder roles = newer ? file(files, "roles.csv", ROLES) : new StringBuilder();
    StringBuilder enrollments = file(files, "enrollments.csv", ENROLLMENTS);
    int shift = extent.equals("delta") ? 1 : 0;
    for (int i = first; i < last; i++) {
      String role = i == 0 ? "administrator" : i % TEACHERS == 0 ? "teacher" : "student";
      String key = "u/" + i;
      users.append(key).append(",active,2026-11-01T00:00:00.000Z,true,");
      if (newer) {
        users.append("user").append(i).append(",,Given").append(i).append(',').append(surname);
        users.append(",,,user").append(i).append("@district.example,,,,,,,,,,org,\r\n");
        roles.append("r").append(i).append(",active,2026-11-01T00:00:00.000Z,").append(key);
        roles.append(",primary,").append(i == 0 ? "siteAdministrator" : role);
        roles.append(",,,org,\r\n");
      } else {
        users.append("org,").append(role).append(",user").append(i).append(",,Given").append(i);
        users.append(',').append(surname).append(",,,user").append(i);
        users.append("@district.example,,,,,\r\n");
      }
      for (int c = 0; i > 0 && c < CLASSES_EACH; c++) {
        int in = (i / TEACHERS + c * 67 + i % TEACHERS * 13 + shift) % classes;
        enrollments.append("e/").append(i).append('/').append(c);
        enrollments.append(",active,2026-11-01T00:00:00.000Z,c/").append(in).append(",org,");
        enrollments.append(key).append(',').append(role).append(",,,\r\n");
      }
    }
    boolean all = extent.equals("bulk");
    if (all) {
      StringBuilder made = file(files, "classes.csv", CLASSES);
      for (int c = 0; c < classes; c++) {
        made.append("c/").append(c).append(",active,,Class ").append(c).append(",,co,C");
        made.append(c).append(",scheduled,,org,,,,\r\n");
      }
    }
    file(files, "manifest.csv", "propertyName,value")
        .append("manifest.version,1.0\r\noneroster.version,")
        .append(version)
        .append("\r\nfile.classes,")
        .append(all ? "bulk" : "absent")
        .append("\r\nfile.users,")
        .append(extent)
        .append("\r\nfile.roles,")
        .append(newer ? extent : "absent")
        .append("\r\nfile.enrollments,")
        .append(extent)
        .append("\r\n");
    pack(zip, files);
    return zip;
  }

  private static StringBuilder file(Map<String, StringBuilder> files, String name, String header) {
    var content = new StringBuilder(header).append("\r\n");
    files.put(name, content);
    return content;
  }

  private static void pack(Path zip, Map<String, StringBuilder> files) throws IOException {
    try (var out = new ZipOutputStream(Files.newOutputStream(zip))) {
      for (var file : files.entrySet()) {
        out.putNextEntry(new ZipEntry(file.getKey()));
        Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        text.append(file.getValue());
        text.flush();
        out.closeEntry();
      }
    }
  }

  private static final String USERS_11 =
      "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,"
          + "familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password";

  private static final String USERS_12 =
      "sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,"
          + "middleName,identifier,email,sms,phone,agentSourcedIds,grades,password,"
          + "userMasterIdentifier,preferredGivenName,preferredMiddleName,preferredFamilyName,"
          + "primaryOrgSourcedId,pronouns";

  private static final String ROLES =
      "sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,"
          + "userProfileSourcedId";

  private static final String CLASSES =
      "sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,"
          + "schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods";

  private static final String ENROLLMENTS =
      "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,"
          + "beginDate,endDate";
}
