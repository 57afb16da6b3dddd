// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.server.RegisteredServices;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The table {@code authorisation.md} holds, over REST and on sockets. */
class AuthorisationTest extends SharedServer {

  private static final String ELSEWHERE = "other school's";

  /** Somebody who asks, on every transport; an anonymous socket lives for one call. */
  private record Actor(Rest rest, @Nullable ChatClient socket, @Nullable Person person) {

    void close() {
      if (socket != null) {
        socket.close();
      }
    }
  }

  private final Map<String, Actor> actors = new HashMap<>();
  private final Map<String, Things> known = new HashMap<>();
  private Person admin;
  private Person teacher;
  private Person student;
  private Person friend;
  private Person stranger;
  private Person otherStranger;
  private Person elsewhere;
  private Person otherElsewhere;
  private Person otherAdmin;

  @Override
  protected String[] options() {
    return new String[] {"--message-rate", "0", "--call-rate", "0", "--edit-window-minutes", "60"};
  }

  @BeforeAll
  void meet() throws Exception {
    admin = person("admin");
    teacher = madeUp("teacher");
    student = madeUp("student");
    friend = madeUp("student");
    stranger = madeUp("student");
    otherStranger = madeUp("student");
    elsewhere = person("teacher1@other.school");
    otherElsewhere = person("student1@other.school");
    otherAdmin = person("admin@other.school");
    shareClass(teacher, student, friend);
    shareClass(stranger, otherStranger);
    actors.put("anonymous", actor(null));
    actors.put("student", actor(student));
    actors.put("teacher", actor(teacher));
    actors.put("admin", actor(admin));
  }

  @AfterAll
  void part() {
    actors.values().forEach(Actor::close);
  }

  @Test
  void everyServiceAndMethodHasARow(@TempDir Path directory) throws Exception {
    var rows = new TreeSet<String>();
    AccessTable.rows().forEach(row -> rows.add(row.service() + " " + row.method()));
    var wanted = new TreeSet<String>();
    Set<String> services = new HashSet<>(RegisteredServices.names(directory.resolve("empty")));
    services.add("authentication");
    for (String service : services) {
      for (String method : List.of("find", "get", "create", "update", "patch", "remove")) {
        wanted.add(service + " " + method);
      }
    }
    assertThat(rows).isEqualTo(wanted);
  }

  @Test
  void everyMethodThatIsOfferedIsAskedForThingsOfAnotherSchool() throws Exception {
    var offered = new TreeSet<String>();
    var asked = new TreeSet<String>();
    for (AccessTable.Row row : AccessTable.rows()) {
      boolean general = Set.of("authentication", "presence").contains(row.service());
      if (!general && !row.expected("admin").startsWith("405")) {
        offered.add(row.service() + " " + row.method());
      }
      if (row.whose().equals(ELSEWHERE)) {
        asked.add(row.service() + " " + row.method());
      }
    }
    assertThat(asked).isEqualTo(offered);
  }

  @TestFactory
  Stream<DynamicTest> theTableHolds() throws Exception {
    return AccessTable.rows().stream()
        .map(row -> DynamicTest.dynamicTest(row.toString(), () -> check(row)));
  }

  private void check(AccessTable.Row row) throws Exception {
    var found = new ArrayList<String>();
    var expected = new ArrayList<String>();
    for (String name : AccessTable.ACTORS) {
      String wanted = row.expected(name);
      expected.add(name + " over REST: " + wanted);
      found.add(name + " over REST: " + ask(row, name, false).like(wanted));
      expected.add(name + " on a socket: " + wanted);
      found.add(name + " on a socket: " + ask(row, name, true).like(wanted));
    }
    assertThat(found).isEqualTo(expected);
  }

  /** Asks; for what is another school's also the same of what nobody has, with one answer. */
  private AccessCall.Answer ask(AccessTable.Row row, String name, boolean onSocket)
      throws Exception {
    Actor actor = named(name);
    if (row.service().equals("authentication")) {
      return askAuthentication(row, name, onSocket);
    }
    Things things = things(row, name);
    AccessCall.Answer answer = call(row, things, actor, onSocket);
    if (row.whose().equals(ELSEWHERE)) {
      Things nobodys = Things.nobodys();
      if (row.toUser()) {
        nobodys = nobodys.in(things.conversation(), things.message());
        nobodys = withClassOf(things, nobodys);
      }
      AccessCall.Answer same = call(row, nobodys, actor, onSocket);
      assertThat(withoutIds(same, nobodys))
          .as("%s as %s: of nobody and of another school", row, name)
          .isEqualTo(withoutIds(answer, things));
    }
    return answer;
  }

  private AccessCall.Answer call(AccessTable.Row row, Things things, Actor actor, boolean onSocket)
      throws Exception {
    AccessCall call = AccessCall.of(row, things);
    if (!onSocket) {
      return call.overRest(actor.rest());
    }
    ChatClient kept = actor.socket();
    if (kept != null) {
      return call.onSocket(kept);
    }
    try (ChatClient brief = connect(actor.rest())) {
      return call.onSocket(brief);
    }
  }

  /** Signing in and out is done with sessions of its own. */
  private AccessCall.Answer askAuthentication(AccessTable.Row row, String name, boolean onSocket)
      throws Exception {
    Person person = named(name).person();
    Rest rest = new Rest(server.url(), person == null ? null : again(person).rest().token());
    if (!onSocket) {
      return AccessCall.of(row, Things.nobodys()).overRest(rest);
    }
    try (ChatClient client = connect(rest)) {
      return AccessCall.of(row, Things.nobodys()).onSocket(client);
    }
  }

  /** The things of the row, made anew where the call uses them up. */
  private Things things(AccessTable.Row row, String name) throws Exception {
    String whose = row.whose();
    if (row.service().equals("sessions") && row.method().equals("remove")) {
      Things things = known(whose, name);
      return things.in(things.conversation(), newSession(whose, name));
    }
    if (whose.equals(ELSEWHERE)) {
      return row.toUser()
          ? withUserOf(known("own", name), known(ELSEWHERE, name))
          : known(ELSEWHERE, name);
    }
    boolean usedUp = Set.of("remove", "create").contains(row.method());
    boolean ofConversations = Set.of("messages", "conversations").contains(row.service());
    boolean ofClasses = row.service().startsWith("class");
    if (row.service().equals("users") && whose.equals("others'") && name.equals("admin")) {
      return known(whose, name).about(Things.newUser(admin.rest(), "student"));
    }
    if (usedUp && ofConversations && row.method().equals("remove")) {
      return again(whose, name);
    }
    return usedUp && ofClasses && name.equals("admin") ? make(whose, name) : known(whose, name);
  }

  private Things known(String whose, String name) throws Exception {
    Things things = known.get(whose + name);
    if (things == null) {
      things = make(whose, name);
      known.put(whose + name, things);
    }
    return things;
  }

  private Things make(String whose, String name) throws Exception {
    Person asking = asking(name);
    return switch (whose) {
      case "own" -> Things.of(asking, friend, admin.rest(), List.of(asking.id()));
      case "shared" -> Things.of(friend, asking, admin.rest(), List.of(friend.id(), asking.id()));
      case "others'" -> Things.of(stranger, otherStranger, admin.rest(), List.of(stranger.id()));
      default -> Things.of(elsewhere, otherElsewhere, otherAdmin.rest(), List.of(elsewhere.id()));
    };
  }

  /** With a new conversation only, where that is all that is used up. */
  private Things again(String whose, String name) throws Exception {
    Person asking = asking(name);
    Things things = known(whose, name);
    return switch (whose) {
      case "own" -> things.withNewConversation(asking, friend);
      case "shared" -> things.withNewConversation(friend, asking);
      default -> things.withNewConversation(stranger, otherStranger);
    };
  }

  /** Whose the things of an anonymous caller would be. */
  private Person asking(String name) {
    Person person = named(name).person();
    return person == null ? student : person;
  }

  /** Of our own school, but for the people. */
  private static Things withUserOf(Things own, Things theirs) {
    return new Things(
        own.message(),
        own.conversation(),
        theirs.user(),
        own.classId(),
        own.teacherLink(),
        own.enrollment(),
        theirs.teacher(),
        theirs.student());
  }

  private static Things withClassOf(Things own, Things nobodys) {
    return new Things(
        nobodys.message(),
        nobodys.conversation(),
        nobodys.user(),
        own.classId(),
        nobodys.teacherLink(),
        nobodys.enrollment(),
        nobodys.teacher(),
        nobodys.student());
  }

  private static String withoutIds(AccessCall.Answer answer, Things things) {
    String text = answer.status() + " " + answer.body();
    for (String id : things.ids()) {
      text = text.replace(id, "…");
    }
    return text.replaceAll("\"(serverTime|updatedAt)\":\"[^\"]*\"", "");
  }

  private void shareClass(Person... people) throws Exception {
    var ids = new ArrayList<String>();
    for (Person person : people) {
      ids.add(person.id());
    }
    var _ = Things.of(people[0], people[1], admin.rest(), ids);
  }

  /** Somebody new of the demo school, who can sign in. */
  private Person madeUp(String role) throws Exception {
    String email = Things.id() + "@matrix.example";
    Map<String, String> user =
        Map.of("role", role, "name", "Nova", "email", email, "password", "homeroom");
    assertThat(admin.rest().post("/users", user).status()).isEqualTo(201);
    return Person.signedIn(server, email);
  }

  private Person again(Person person) throws Exception {
    return Person.signedIn(
        server, person.rest().get("/users/" + person.id()).body().get("email").stringValue());
  }

  /** A device that its owner signed in with for the occasion. */
  private String newSession(String whose, String name) throws Exception {
    Person owner =
        switch (whose) {
          case "own" -> asking(name);
          case "shared" -> friend;
          case "others'" -> stranger;
          default -> elsewhere;
        };
    return again(owner).session();
  }

  private Actor named(String name) {
    return Objects.requireNonNull(actors.get(name), name);
  }

  private Actor actor(@Nullable Person person) {
    return person == null
        ? new Actor(Rest.anonymous(server), null, null)
        : new Actor(person.rest(), connect(person.rest()), person);
  }

  private ChatClient connect(Rest rest) {
    String token = rest.token();
    if (token == null) {
      return ChatClient.open(server, Map.of());
    }
    ChatClient client = ChatClient.open(server, Map.of("token", token));
    client.awaitEvent("connected");
    return client;
  }
}
