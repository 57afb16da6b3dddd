// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.api.auth.Passwords;
import homeroom.chat.query.Filter;
import homeroom.chat.query.Query;
import homeroom.chat.roster.User;
import homeroom.server.rehearsal.Rehearsal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code ./homeroom rehearse}: a small school on a server of its own, with all that its people do
 * in the first minutes, and the end. Whoever makes an installation runs it once, so that the JVM
 * keeps in its AOT cache what it loaded and how often it ran what (JEP 514, JEP 515), and the first
 * morning after a start is not the first that it sees.
 */
@Command(name = "rehearse", hidden = true, description = "Warms the cache of the JVM.")
final class RehearseCommand implements Callable<Integer> {

  private static final String SCHOOL = "Demo School";
  private static final String STUDENT = "student1@" + DemoSchool.DOMAIN;
  private static final Duration TOKENS = Duration.ofMinutes(10);

  private final Clock clock;

  @Option(
      names = "--students",
      defaultValue = "300",
      description = "How many students there are, in classes of 30 (default: 300).")
  private int students;

  RehearseCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws Exception {
    Path directory = Files.createTempDirectory("homeroom-rehearsal");
    try {
      User student = serve(directory);
      importRosters(directory, student);
    } finally {
      delete(directory);
    }
    return 0;
  }

  /** One of those who were there. */
  private User serve(Path directory) throws Exception {
    try (Homeroom homeroom = Homeroom.open(DataDirectory.open(directory), options(), clock);
        Passwords passwords = new Passwords(1)) {
      new DemoSeed(homeroom, passwords.hash(DemoSchool.PASSWORD)).sow(students);
      homeroom.start();
      var rehearsal =
          new Rehearsal(
              URI.create(homeroom.address()),
              people(homeroom),
              new Rehearsal.SignIn(STUDENT, DemoSchool.PASSWORD));
      rehearsal.bell();
      FirstMorning.write();
      rehearsal.day();
      return homeroom.rosterStore().credentials(STUDENT).orElseThrow().user();
    }
  }

  /** What runs every night beside a server: a roster of files, and then what changed of it. */
  private void importRosters(Path directory, User student) throws IOException {
    Path all = directory.resolve("all.zip");
    roster(directory, "export", all);
    roster(directory, "import", all, "--yes");
    Path few = Files.createDirectory(directory.resolve("few"));
    Files.writeString(
        few.resolve("manifest.csv"),
        """
        propertyName,value
        manifest.version,1.0
        oneroster.version,1.1
        file.users,delta
        """);
    Files.writeString(
        few.resolve("users.csv"),
        """
        sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,\
        givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password
        %s,active,2026-11-01T00:00:00.000Z,true,org,student,,,Another,Name,,,%s,,,,,
        """
            .formatted(student.id().value(), STUDENT));
    roster(directory, "import", few, "--yes");
  }

  private void roster(Path directory, String command, Path path, String... options) {
    var words =
        new ArrayList<>(
            List.of(command, path.toString(), "--school", SCHOOL, "--data", directory.toString()));
    words.addAll(List.of(options));
    int code =
        Main.alone("roster", clock)
            .orElseThrow()
            .setOut(new PrintWriter(Writer.nullWriter()))
            .execute(words.toArray(String[]::new));
    if (code != 0) {
      throw new IllegalStateException("The rehearsal of a roster's " + command + " failed.");
    }
  }

  /**
   * Nothing of the environment or of a configuration: those are of a real server, with its address,
   * certificate, backups and roster.
   */
  private static ServerOptions options() {
    var options = new ServerOptions();
    var _ =
        new CommandLine(options)
            .parseArgs("--port", "0", "--message-rate", "0", "--call-rate", "0");
    return options;
  }

  private List<Rehearsal.Person> people(Homeroom homeroom) {
    var people = new ArrayList<Rehearsal.Person>();
    Stream.concat(
            Stream.of("teacher1"), IntStream.rangeClosed(1, students).mapToObj(n -> "student" + n))
        .map(name ->
            homeroom.rosterStore().credentials(name + "@" + DemoSchool.DOMAIN).orElseThrow().user())
        .forEach(user -> people.add(person(homeroom, user)));
    return people;
  }

  private static Rehearsal.Person person(Homeroom homeroom, User user) {
    String token = homeroom.tokens().issue(user.id(), TOKENS).text();
    String conversation =
        homeroom
            .conversations()
            .find(user.asCaller(null), Query.where(Filter.equal("type", "class")))
            .data()
            .getFirst()
            .id()
            .value();
    return new Rehearsal.Person(token, conversation);
  }

  private static void delete(Path directory) throws IOException {
    try (var paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
