// SPDX-License-Identifier: Apache-2.0
package homeroom.rosterfiles;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.imports.DesiredClass;
import homeroom.chat.imports.DesiredLink;
import homeroom.chat.imports.DesiredPerson;
import homeroom.chat.imports.DesiredRole;
import homeroom.chat.imports.DesiredRoster;
import homeroom.chat.imports.Extent;
import homeroom.chat.imports.FileError;
import homeroom.chat.imports.ReadRoster;
import homeroom.chat.roster.Days;
import homeroom.chat.school.Role;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read of the files of schools, and what is said of those that are wrong. */
class RosterFilesTest {

  private static final String USERS_11 =
      """
      sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,\
      familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password
      t/1,,,true,org,teacher,tom,{Fed:31},Tom,Dorn,,,tom@hill.example,,,,,
      s/1,,,true,org,student,ada,,Ada,Berg,,,,,,p/1,,secret
      p/1,,,true,org,parent,pia,,Pia,Berg,,,,,,,,
      """;

  private static final String SESSIONS =
      """
      sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear
      y,,,Year,schoolYear,2026-08-01,2027-08-01,,2027
      h1,,,Autumn,term,2026-08-01,2027-02-01,y,2027
      """;

  private static final String CLASSES =
      """
      sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,\
      schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods
      7b,,,Class 7B,,c,7B,homeroom,,org,h1,,,
      """;

  private static final String ENROLLMENTS =
      """
      sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,\
      beginDate,endDate
      e1,,,7b,org,t/1,teacher,true,,
      e2,,,7b,org,s/1,student,,2026-09-01,2026-10-01
      """;

  private final TestZip zip = new TestZip();

  @Test
  void oneRosterOneOneIsReadWithItsTermsAndDates() throws IOException {
    oneRoster("1.1", "bulk");
    DesiredRoster roster = roster();
    assertThat(roster.source()).isEqualTo("oneroster");
    assertThat(roster.people().extent()).isEqualTo(Extent.ALL);
    assertThat(roster.people().there())
        .extracting(DesiredPerson::key, DesiredPerson::role, DesiredPerson::name)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("t/1", Role.TEACHER, "Tom Dorn"),
            org.assertj.core.groups.Tuple.tuple("s/1", Role.STUDENT, "Ada Berg"));
    assertThat(roster.people().there().getFirst().accounts()).containsExactly("{Fed:31}");
    assertThat(roster.people().there().getLast().guardians()).containsExactly("p/1");
    assertThat(roster.classes().there())
        .extracting(DesiredClass::days)
        .containsExactly(new Days(LocalDate.of(2026, 8, 1), LocalDate.of(2027, 1, 31)));
    assertThat(roster.links().there())
        .extracting(DesiredLink::days)
        .containsExactly(
            Days.ALWAYS, new Days(LocalDate.of(2026, 9, 1), LocalDate.of(2026, 9, 30)));
    assertThat(roster.remarks()).anyMatch(remark -> remark.contains("'parent'"));
  }

  @Test
  void aDeltaSaysWhatIsGone() throws IOException {
    oneRoster("1.1", "delta");
    zip.replace("users.csv", "s/1,,,true", "s/1,tobedeleted,2026-11-01T00:00:00.000Z,true");
    zip.replace("enrollments.csv", "e2,,", "e2,tobedeleted,");
    DesiredRoster roster = roster();
    assertThat(roster.people().extent()).isEqualTo(Extent.CHANGES);
    // Of a parent, whoever they were before, nothing is left but that.
    assertThat(roster.people().gone()).containsExactlyInAnyOrder("s/1", "p/1");
    assertThat(roster.links().gone()).containsExactly("e2");
  }

  @Test
  void aDeltaMaySayRolesAndNothingElseOfPeople() throws IOException {
    zip.clear();
    zip.put(
        "manifest.csv",
        """
        propertyName,value
        manifest.version,1.0
        oneroster.version,1.2
        file.users,absent
        file.roles,delta
        """);
    zip.put(
        "roles.csv",
        """
        sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,\
        orgSourcedId,userProfileSourcedId
        r1,tobedeleted,,s/1,primary,student,,,org,
        r2,active,,s/1,primary,teacher,,,org,
        r3,active,,t/1,secondary,districtAdministrator,,,org,
        r4,active,,p/1,primary,parent,,,org,
        """);
    DesiredRoster roster = roster();
    assertThat(roster.people().there()).isEmpty();
    assertThat(roster.roles())
        .extracting(DesiredRole::key, DesiredRole::role)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("s/1", Role.TEACHER));
    assertThat(roster.people().gone()).containsExactly("p/1");
  }

  @Test
  void passwordsAreNotLookedAt() throws IOException {
    oneRoster("1.1", "bulk");
    assertThat(roster().toString()).doesNotContain("secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE", "UTF-16"})
  void everyUsualEncodingIsRead(String charset) throws IOException {
    oneRoster("1.1", "bulk");
    zip.encode("users.csv", Charset.forName(charset), false);
    assertThat(roster().people().there()).hasSize(2);
    zip.encode("users.csv", Charset.forName(charset), true);
    assertThat(roster().people().there()).hasSize(2);
  }

  @Test
  void semicolonsTabsCarriageReturnsAndQuotesWithLineBreaksAreRead() throws IOException {
    zip.put(
        "people.csv",
        """
        name;role;email;username;classes\r
        "Ada ""A""\r
        Berg";student;;ada;"5A;\r
        Maths"\r
        """);
    assertThat(roster().people().there())
        .extracting(DesiredPerson::name)
        .containsExactly("Ada \"A\" Berg");
    assertThat(roster().classes().there()).extracting(DesiredClass::name).contains("5A", "Maths");
    zip.put(
        "people.csv", "name\trole\temail\tusername\tclasses\nBob\tteacher\tb@x.example\t\t5A\n");
    assertThat(roster().links().there()).extracting(DesiredLink::role).contains(Role.TEACHER);
  }

  @Test
  void theOrderOfColumnsIsFreeAndOthersAreIgnored() throws IOException {
    zip.put("people.csv", "classes,extra,username,email,role,name\n5A,x,ada,,student,Ada\n");
    assertThat(roster().people().there()).hasSize(1);
  }

  @Test
  void aMisspeltHeaderIsNamedWithTheNearestRightOne() throws IOException {
    oneRoster("1.1", "bulk");
    zip.replace("users.csv", "givenName", "givenNmae");
    assertThat(errors())
        .containsExactly(
            "users.csv, line 1, givenName: The column is missing; 'givenNmae' is probably meant to"
                + " be 'givenName'.");
  }

  @Test
  void anOtherWrittenHeaderIsNamed() throws IOException {
    oneRoster("1.1", "bulk");
    zip.replace("users.csv", "sourcedId", "SourcedID");
    assertThat(errors()).anyMatch(error -> error.contains("'SourcedID' is probably meant"));
  }

  @Test
  void aMissingFileIsNamed() throws IOException {
    oneRoster("1.1", "bulk");
    zip.remove("enrollments.csv");
    assertThat(errors())
        .containsExactly(
            "manifest.csv, line 7: enrollments.csv is bulk here, and there is no such file.");
    zip.remove("manifest.csv");
    assertThat(errors())
        .anyMatch(error -> error.startsWith("manifest.csv: There is no such file."));
  }

  @Test
  void aWrongManifestIsNamed() throws IOException {
    oneRoster("1.1", "bulk");
    zip.replace("manifest.csv", "oneroster.version,1.1", "oneroster.version,2.0");
    assertThat(errors()).anyMatch(error -> error.contains("'2.0' is not known; 1.1 and 1.2 are"));
    oneRoster("1.1", "bulk");
    zip.replace("manifest.csv", "file.users,bulk", "file.users,absent");
    assertThat(errors())
        .anyMatch(error -> error.contains("users.csv is absent here, and there is"));
    oneRoster("1.1", "all");
    assertThat(errors())
        .anyMatch(error -> error.contains("'all' is none of absent, bulk and delta"));
  }

  @Test
  void valuesThatCannotBeAreNamedByLineAndColumn() throws IOException {
    oneRoster("1.1", "bulk");
    zip.replace("users.csv", "tom@hill.example", "tom at hill");
    zip.replace("users.csv", "student,ada", "pupil,ada");
    zip.replace("classes.csv", ",h1,", ",h2,");
    zip.replace("enrollments.csv", "2026-09-01", "1.9.2026");
    zip.replace("enrollments.csv", "e1,,,7b", "e1,,,8a");
    assertThat(errors())
        .containsExactly(
            "users.csv, line 2, email: 'tom at hill' is no e-mail address; leave the field empty"
                + " where somebody has none.",
            "users.csv, line 3, role: 'pupil' is no role. Roles are " + SourceRoles.IN_WORDS + ".",
            "classes.csv, line 2, termSourcedIds: There is no 'h2' in academicSessions.csv.",
            "enrollments.csv, line 2, classSourcedId: There is no '8a' in classes.csv.",
            "enrollments.csv, line 3, beginDate: '1.9.2026' is no date; a date is written as"
                + " 2026-08-31.");
  }

  @Test
  void whatStandsTwiceIsNamedWithTheFirstLine() throws IOException {
    oneRoster("1.1", "bulk");
    zip.replace("users.csv", "s/1,", "t/1,");
    zip.replace("enrollments.csv", "e2,,,7b,org,s/1", "e2,,,7b,org,t/1");
    assertThat(errors())
        .containsExactly("users.csv, line 3, sourcedId: 't/1' stands on line 2 already.");
  }

  @Test
  void filesOfOneVersionUnderTheManifestOfTheOtherAreNamed() throws IOException {
    oneRoster("1.1", "bulk");
    zip.replace("users.csv", ",role,", ",pronouns,");
    zip.put("roles.csv", "userSourcedId,role\nt/1,teacher\ns/1,student\n");
    assertThat(errors())
        .anyMatch(error -> error.startsWith("manifest.csv: It says OneRoster 1.1, and there is a"));
  }

  @Test
  void whoStandsInALineOfOtherWidthIsNotMissedElsewhere() throws IOException {
    oneRoster("1.1", "bulk");
    zip.replace("users.csv", "Tom,Dorn,", "Tom,Dorn,,");
    assertThat(errors()).singleElement().asString().startsWith("users.csv, line 2: It has 19");
  }

  @Test
  void aThousandWrongLinesAreToldInBounds() throws IOException {
    zip.put("people.csv", "name,role,email,username,classes\n" + "Ada,pupil,,ada,\n".repeat(1_000));
    assertThat(errors()).hasSize(201);
    assertThat(errors().getFirst()).startsWith("people.csv, line 2, role: 'pupil'");
    assertThat(errors().getLast()).contains("800 more errors are not shown");
  }

  @Test
  void aQuoteThatIsNotClosedAndLinesOfOtherWidthAreNamed() throws IOException {
    zip.put("people.csv", "name,role,email,username,classes\nAda,student,,ada\n");
    assertThat(errors())
        .containsExactly(
            "people.csv, line 2: It has 4 fields, and the header 5. A field with the separator in"
                + " it stands in quotes.");
    zip.put("people.csv", "name,role,email,username,classes\nAda,student,,ada,\n\"Bob,x,,,\n");
    assertThat(errors()).anyMatch(error -> error.startsWith("people.csv, line 3: From here on"));
  }

  @Test
  void whatIsNoTextIsNamedByTheLine() throws IOException {
    zip.put("people.csv", "name,role,email,username,classes\nAda,student,,ada,\nZo\u00eb,x,,,\n");
    zip.encode("people.csv", StandardCharsets.ISO_8859_1, false);
    assertThat(errors())
        .containsExactly(
            "people.csv, line 3: It is no UTF-8 text. Export it as 'CSV UTF-8'; of a spreadsheet"
                + " choose that when saving.");
  }

  @Test
  void filesInAFolderOfTheZipAreNotFound() throws IOException {
    zip.put("export/people.csv", "name,role,email,username,classes\n");
    assertThat(errors().getFirst()).contains("export/people.csv", "at its root");
    zip.remove("export/people.csv");
    zip.put("../people.csv", "name,role,email,username,classes\n");
    assertThat(errors().getFirst()).contains("at its root");
  }

  @Test
  void aZipThatUnpacksToMoreThanTheBoundIsNotUnpacked() throws IOException {
    zip.put("people.csv", "name,role,email,username,classes\n" + "a".repeat(2_000));
    var small = new RosterFiles(new RosterFileLimits(10, 1_000, 10_000, 9));
    ReadRoster read = small.read(new ByteArrayInputStream(zip.bytes()));
    assertThat(read.errors()).extracting(FileError::message).anyMatch(m -> m.contains("larger"));
    for (int i = 0; i < 11; i++) {
      zip.put("other-" + i, "");
    }
    zip.put("people.csv", "");
    read = small.read(new ByteArrayInputStream(zip.bytes()));
    assertThat(read.errors()).extracting(FileError::message).anyMatch(m -> m.contains("10 files"));
  }

  @Test
  void filesThatAreNotLookedAtCountIntoTheBoundOfAll() throws IOException {
    zip.put("results.csv", "a".repeat(20_000));
    zip.put("people.csv", "name,role,email,username,classes\n");
    ReadRoster read =
        new RosterFiles(new RosterFileLimits(10, 1_000, 10_000, 9))
            .read(new ByteArrayInputStream(zip.bytes()));
    assertThat(read.errors())
        .extracting(FileError::toString)
        .singleElement()
        .asString()
        .startsWith("results.csv: It is larger");
  }

  @Test
  void aZipThatEndsTooEarlyIsSaidToBeDamaged() throws IOException {
    zip.put(
        "people.csv",
        """
        name,role,email,username,classes
        Ada,student,,ada,5A
        """);
    byte[] whole = zip.bytes();
    ReadRoster read =
        new RosterFiles(RosterFileLimits.DEFAULT)
            .read(new ByteArrayInputStream(Arrays.copyOf(whole, 60)));
    assertThat(read.roster()).isNull();
    assertThat(read.errors()).extracting(FileError::message).anyMatch(m -> m.contains("damaged"));
  }

  @Test
  void whatIsSaidOfAHeaderHasABound() throws IOException {
    zip.put("people.csv", "x\u001b[31m" + "y".repeat(10_000) + ",z".repeat(5_000) + "\n");
    assertThat(errors()).allMatch(error -> error.length() < 5_000);
    assertThat(errors()).noneMatch(error -> error.contains("\u001b"));
  }

  @Test
  void whatIsNoZipIsSaidToBeNone() throws IOException {
    ReadRoster read =
        new RosterFiles(RosterFileLimits.DEFAULT)
            .read(new ByteArrayInputStream("hello".getBytes(StandardCharsets.UTF_8)));
    assertThat(read.errors()).extracting(FileError::message).anyMatch(m -> m.contains("no ZIP"));
  }

  private void oneRoster(String version, String extent) {
    zip.clear();
    zip.put(
        "manifest.csv",
        """
        propertyName,value
        manifest.version,1.0
        oneroster.version,%s
        file.academicSessions,bulk
        file.classes,%s
        file.users,%s
        file.enrollments,%s
        """
            .formatted(version, extent, extent, extent));
    zip.put("users.csv", USERS_11);
    zip.put("academicSessions.csv", SESSIONS);
    zip.put("classes.csv", CLASSES);
    zip.put("enrollments.csv", ENROLLMENTS);
  }

  private ReadRoster read() throws IOException {
    return new RosterFiles(RosterFileLimits.DEFAULT).read(new ByteArrayInputStream(zip.bytes()));
  }

  private DesiredRoster roster() throws IOException {
    ReadRoster read = read();
    assertThat(read.errors()).isEmpty();
    return Objects.requireNonNull(read.roster());
  }

  private List<String> errors() throws IOException {
    ReadRoster read = read();
    assertThat(read.roster()).isNull();
    return read.errors().stream().map(FileError::toString).toList();
  }

  /** Files that are packed. */
  private static final class TestZip {

    private final java.util.Map<String, byte[]> files = new java.util.LinkedHashMap<>();

    void clear() {
      files.clear();
    }

    void put(String name, String text) {
      files.put(name, text.getBytes(StandardCharsets.UTF_8));
    }

    void remove(String name) {
      files.remove(name);
    }

    void replace(String name, String part, String by) {
      String text = new String(Objects.requireNonNull(files.get(name)), StandardCharsets.UTF_8);
      assertThat(text).contains(part);
      put(name, text.replace(part, by));
    }

    /** As another program writes it. */
    void encode(String name, Charset charset, boolean marked) {
      byte[] content = Objects.requireNonNull(files.get(name));
      if (content[0] > 0 && content[1] > 0) {
        String text = new String(content, StandardCharsets.UTF_8);
        files.put(name + " as it was", content);
        files.put(name, ((marked ? "\uFEFF" : "") + text).getBytes(charset));
      } else {
        byte[] before = Objects.requireNonNull(files.get(name + " as it was"));
        files.put(name, Arrays.copyOf(before, before.length));
        encode(name, charset, marked);
      }
    }

    byte[] bytes() throws IOException {
      var out = new ByteArrayOutputStream();
      try (var zip = new ZipOutputStream(out)) {
        for (var file : files.entrySet()) {
          zip.putNextEntry(new ZipEntry(file.getKey()));
          zip.write(file.getValue());
          zip.closeEntry();
        }
      }
      return out.toByteArray();
    }
  }
}
