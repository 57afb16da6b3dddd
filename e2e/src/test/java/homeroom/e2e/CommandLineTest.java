// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The commands of the launcher, as a newcomer types them. */
class CommandLineTest {

  @TempDir Path directory;

  @Test
  void helpTeachesEveryCommand() throws Exception {
    String help = ServerProcess.run(List.of("--help")).output();
    assertThat(help).contains("demo", "serve", "user", "token", "backup", "audit", "HOMEROOM_");
    String serve = ServerProcess.run(List.of("serve", "--help")).output();
    assertThat(serve).contains("--data", "--port", "--host", "--message-rate", "--config");
  }

  @Test
  void aWrongOptionIsNamed() throws Exception {
    ServerProcess.Finished finished = ServerProcess.run(List.of("demo", "--prot", "1"));
    assertThat(finished.exitCode()).isNotZero();
    assertThat(finished.output()).contains("--prot");
  }

  @Test
  void aSchoolBeginsWithItsFirstAdmin() throws Exception {
    Path data = directory.resolve("school");
    ServerProcess.Finished added =
        ServerProcess.run(
            List.of(
                "user",
                "add",
                "--school",
                "Hill School",
                "--email",
                "head@hill.example",
                "--data",
                data.toString()),
            "HOMEROOM_PASSWORD",
            "correct horse");
    assertThat(added.output()).contains("Added head@hill.example to Hill School");
    assertThat(added.exitCode()).isZero();
    assertThat(
            ServerProcess.run(
                    List.of(
                        "user",
                        "add",
                        "--school",
                        "Hill School",
                        "--email",
                        "HEAD@hill.example",
                        "--data",
                        data.toString()),
                    "HOMEROOM_PASSWORD",
                    "correct horse")
                .exitCode())
        .isNotZero();
    try (ServerProcess server =
        ServerProcess.start(List.of("serve", "--port", "0", "--data", data.toString()))) {
      Rest.Answer signedIn = Rest.anonymous(server).signIn("head@hill.example", "correct horse");
      assertThat(signedIn.status()).isEqualTo(201);
      assertThat(signedIn.body().get("user").get("role").stringValue()).isEqualTo("admin");
      assertThat(
              PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("secret"))))
          .isEqualTo("rw-------");
      String token =
          ServerProcess.run(List.of("token", "head@hill.example", "--data", data.toString()))
              .output()
              .strip();
      assertThat(new Rest(server.url(), token).get("/users").status()).isEqualTo(200);
    }
  }

  @Test
  void theAuditIsExportedCheckedAndKnowsWhatTheOperatorDid() throws Exception {
    List<String> data = List.of("--data", directory.resolve("school").toString());
    List<String> add =
        List.of("user", "add", "--school", "Hill School", "--email", "head@hill.example");
    assertThat(ServerProcess.run(plus(add, data), "HOMEROOM_PASSWORD", "correct horse").exitCode())
        .isZero();
    assertThat(ServerProcess.run(plus(List.of("token", "head@hill.example"), data)).exitCode())
        .isZero();
    ServerProcess.Finished verified = ServerProcess.run(plus(List.of("audit", "verify"), data));
    assertThat(verified.output()).contains("whole").doesNotContain("BROKEN");
    assertThat(verified.exitCode()).isZero();
    String exported = ServerProcess.run(plus(List.of("audit", "export"), data)).output();
    assertThat(exported)
        .contains("(operator)", "user.created", "token.issued", "\"export\"")
        .doesNotContain("head@hill.example", "correct horse");
    Path file = Files.writeString(directory.resolve("audit.jsonl"), exported);
    assertThat(ServerProcess.run(List.of("audit", "verify", file.toString())).exitCode()).isZero();
    Files.writeString(file, exported.replace("token.issued", "token.ended"));
    ServerProcess.Finished broken = ServerProcess.run(List.of("audit", "verify", file.toString()));
    assertThat(broken.output()).contains("BROKEN", "not as it was written");
    assertThat(broken.exitCode()).isNotZero();
  }

  @Test
  void theOperatorListsPeopleGivesPasswordsAndDeactivates() throws Exception {
    List<String> data = List.of("--data", directory.resolve("school").toString());
    for (String email : List.of("head@hill.example", "deputy@hill.example")) {
      List<String> add = List.of("user", "add", "--school", "Hill School", "--email", email);
      assertThat(
              ServerProcess.run(plus(add, data), "HOMEROOM_PASSWORD", "correct horse").exitCode())
          .isZero();
    }
    List<String> password = plus(List.of("user", "password", "head@hill.example"), data);
    assertThat(ServerProcess.run(password, "HOMEROOM_PASSWORD", "password").exitCode()).isNotZero();
    assertThat(ServerProcess.run(password, "HOMEROOM_PASSWORD", "battery staple").exitCode())
        .isZero();
    List<String> deactivate = List.of("user", "deactivate");
    assertThat(
            ServerProcess.run(plus(plus(deactivate, List.of("deputy@hill.example")), data))
                .exitCode())
        .isZero();
    assertThat(
            ServerProcess.run(plus(plus(deactivate, List.of("head@hill.example")), data)).output())
        .contains("last active admin who can sign in");
    assertThat(ServerProcess.run(plus(List.of("user", "list"), data)).output())
        .contains("admin\thead@hill.example", "admin (deactivated)\tdeputy@hill.example");
    assertThat(ServerProcess.run(plus(List.of("audit", "export"), data)).output())
        .contains("password.reset", "user.deactivated");
  }

  private static List<String> plus(List<String> command, List<String> more) {
    return Stream.concat(command.stream(), more.stream()).toList();
  }

  @Test
  void aTokenLastsAnHourAtLeastAndAYearAtMost() throws Exception {
    for (String hours : List.of("0", "8785", "long")) {
      ServerProcess.Finished refused =
          ServerProcess.run(
              List.of(
                  "token",
                  "head@hill.example",
                  "--data",
                  directory.toString(),
                  "--token-hours",
                  hours));
      assertThat(refused.exitCode()).as(hours).isEqualTo(2);
      assertThat(refused.output()).contains("a whole number of hours, 1 to 8784");
    }
  }

  @Test
  void aServerThatMadeABackupStillHoldsItsStore() throws Exception {
    Path data = directory.resolve("demo");
    Path backups = directory.resolve("backups");
    try (ServerProcess server = ServerProcess.demo(data, "--backup-dir", backups.toString())) {
      Awaitility.await().until(() -> hasBackup(backups));
      // The bytes that SQLite locks, shared, while a store is open: who can have them alone takes
      // its log away.
      try (FileChannel store =
          FileChannel.open(data.resolve("homeroom.db"), StandardOpenOption.WRITE)) {
        assertThat(store.tryLock(0x4000_0002L, 510, false)).isNull();
      }
      String id = sendToOwnClass(Rest.signedIn(server, "teacher1@demo.school"), "after the backup");
      assertThat(id).isNotEmpty();
    }
  }

  @Test
  void aBackupOfARunningServerIsAnInstallationOfItsOwn() throws Exception {
    Path data = directory.resolve("demo");
    Path copy = directory.resolve("copy");
    String id;
    Map<String, Object> before;
    JsonNode beforeTheBackup;
    try (ServerProcess server = ServerProcess.demo(data)) {
      Rest teacher = Rest.signedIn(server, "teacher1@demo.school");
      id = sendToOwnClass(teacher, "before the backup");
      beforeTheBackup = teacher.post("/sync", Map.of()).body();
      before = revs(beforeTheBackup);
      ServerProcess.Finished backup = backup(data, copy);
      assertThat(backup.output()).contains("serve --data " + copy);
      assertThat(backup.exitCode()).isZero();
      assertThat(backup(data, copy).output()).contains("is there already");
    }
    try (ServerProcess server =
        ServerProcess.start(List.of("serve", "--port", "0", "--data", copy.toString()))) {
      Rest teacher = Rest.signedIn(server, "teacher1@demo.school");
      assertThat(teacher.get("/messages/" + id).body().get("text").stringValue())
          .isEqualTo("before the backup");
      String epoch = beforeTheBackup.get("epoch").stringValue();
      assertThat(resets(teacher.post("/sync", Map.of("conversations", before, "epoch", epoch))))
          .as("a backup has another history")
          .containsOnly(true);
      String next = teacher.post("/sync", Map.of()).body().get("epoch").stringValue();
      assertThat(next).isNotEqualTo(epoch);
      assertThat(resets(teacher.post("/sync", Map.of("conversations", before, "epoch", next))))
          .containsOnly(false);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
          .isEqualTo("rwx------");
    }
  }

  private static Map<String, Object> revs(JsonNode answer) {
    var revs = new HashMap<String, Object>();
    for (JsonNode entry : answer.get("conversations")) {
      revs.put(entry.at("/conversation/_id").stringValue(), entry.get("rev").longValue());
    }
    return revs;
  }

  private static List<Boolean> resets(Rest.Answer answer) {
    var resets = new ArrayList<Boolean>();
    answer
        .body()
        .get("conversations")
        .forEach(entry -> resets.add(entry.get("reset").booleanValue()));
    return resets;
  }

  private static boolean hasBackup(Path backups) throws IOException {
    if (!Files.isDirectory(backups)) {
      return false;
    }
    try (Stream<Path> files = Files.list(backups)) {
      return files.anyMatch(file -> file.getFileName().toString().startsWith("homeroom-"));
    }
  }

  private static String sendToOwnClass(Rest teacher, String text) throws Exception {
    String conversation =
        teacher.get("/conversations?type=class").body().get("data").get(0).get("_id").stringValue();
    return teacher
        .post("/messages", Map.of("conversationId", conversation, "text", text))
        .body()
        .get("_id")
        .stringValue();
  }

  private static ServerProcess.Finished backup(Path data, Path to) throws Exception {
    return ServerProcess.run(List.of("backup", "--data", data.toString(), to.toString()));
  }

  @Test
  void twoServersCannotShareOneDirectory() throws Exception {
    try (ServerProcess server = ServerProcess.demo(directory)) {
      assertThat(server.url()).isNotEmpty();
      ServerProcess.Finished second =
          ServerProcess.run(List.of("demo", "--port", "0", "--data", directory.toString()));
      assertThat(second.exitCode()).isNotZero();
      assertThat(second.output()).contains("Another Homeroom server runs");
    }
  }

  @Test
  void optionsComeFromTheEnvironmentAndAFileToo() throws Exception {
    Path config = directory.resolve("homeroom.properties");
    Files.writeString(config, "port=0\ndata=" + directory.resolve("from-file") + "\n");
    try (ServerProcess server =
        ServerProcess.start(List.of("demo", "--config", config.toString()))) {
      assertThat(server.url()).startsWith("http://127.0.0.1:");
      assertThat(directory.resolve("from-file").resolve("homeroom.db")).exists();
    }
  }

  @Test
  void aRunningServerFollowsWhenAllTokensAreEndedAndFailuresForgotten() throws Exception {
    Path data = directory.resolve("demo");
    try (ServerProcess server = ServerProcess.demo(data)) {
      Rest student = Rest.signedIn(server, "student1@demo.school");
      ServerProcess.Finished unlocked =
          ServerProcess.run(
              List.of("user", "unlock", "student1@demo.school", "--data", data.toString()));
      assertThat(unlocked.output()).contains("failed sign-ins of student1@demo.school");
      assertThat(student.get("/users").status()).isEqualTo(200);
      ServerProcess.Finished ended =
          ServerProcess.run(List.of("tokens", "end", "--all", "--data", data.toString()));
      assertThat(ended.exitCode()).isZero();
      org.awaitility.Awaitility.await().until(() -> student.get("/users").status() == 401);
      org.awaitility.Awaitility.await()
          .until(() -> Rest.signedIn(server, "student1@demo.school").get("/users").status() == 200);
    }
  }

  @Test
  void theDemoHasTheSchoolsItPromisesAndKeepsThem() throws Exception {
    Path tokens = directory.resolve("tokens");
    try (ServerProcess server =
        ServerProcess.demo(directory.resolve("demo"), "--tokens", tokens.toString())) {
      assertThat(Files.readAllLines(tokens)).hasSize(1 + 6 + 120);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(tokens)))
          .isEqualTo("rw-------");
      Rest admin = Rest.signedIn(server, "admin@demo.school");
      assertThat(admin.get("/users?role=student&$limit=0").body().get("total").intValue())
          .isEqualTo(120);
      assertThat(admin.get("/users?role=teacher&$limit=0").body().get("total").intValue())
          .isEqualTo(6);
      assertThat(admin.get("/classes?$limit=0").body().get("total").intValue()).isEqualTo(10);
      assertThat(admin.get("/class-teachers?$limit=0").body().get("total").intValue())
          .isEqualTo(10);
      assertThat(admin.get("/class-enrollments?$limit=0").body().get("total").intValue())
          .isEqualTo(300);
      assertThat(server.stop()).isZero();
    }
    try (ServerProcess server = ServerProcess.demo(directory.resolve("demo"))) {
      assertThat(server.printed()).anyMatch(line -> line.contains("there already"));
      Rest admin = Rest.signedIn(server, "admin@demo.school");
      assertThat(admin.get("/users?$limit=0").body().get("total").intValue()).isEqualTo(127);
    }
  }
}
