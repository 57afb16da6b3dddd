package homeroom.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.e2e.ModelConversation.Message;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Random people on random devices do random things, allowed or not, to a server and to a simple
 * model of it that knows the wire's contract only; both answer the same, and everybody sees the
 * same in the end. {@code -Dhomeroom.model.operations} says how much, {@code -Dhomeroom.model.seed}
 * what.
 */
class ModelTest {

  private static final int OPERATIONS = Integer.getInteger("homeroom.model.operations", 2000);
  private static final long SEED = Long.getLong("homeroom.model.seed", System.nanoTime());

  /** Operations between two looks at what one of the people sees. */
  private static final int LOOK_EVERY = 200;

  /** Longer than the test: only what acks confirms. */
  private static final String PING_INTERVAL = "3600000";

  private static final List<String> PEOPLE =
      List.of(
          "admin",
          "teacher1",
          "teacher2",
          "student1",
          "student2",
          "student3",
          "student31",
          "student32",
          "student1@other.school");

  private static final int DEVICES = 2;
  private static final int MAX_GROUPS = 12;

  private final Random random = new Random(SEED);
  private final ModelSchool school = new ModelSchool();
  private final List<Person> people = new ArrayList<>();
  private final Map<String, List<ModelDevice>> devices = new HashMap<>();
  private final TreeMap<String, Integer> counts = new TreeMap<>();
  private int done;

  @TempDir Path data;

  @Test
  void theServerIsWhatTheContractSays() throws Exception {
    try (ServerProcess server =
        ServerProcess.demo(data, "--message-rate", "0", "--ping-interval-ms", PING_INTERVAL)) {
      begin(server);
      var look = new ModelLook(school, random);
      for (done = 1; done <= OPERATIONS; done++) {
        operate();
        if (done % LOOK_EVERY == 0) {
          look.at(any(people));
        }
      }
      for (Person person : people) {
        look.at(person);
        look.at(person, devices(person));
      }
    } catch (AssertionError | Exception e) {
      throw new AssertionError("operation " + done + " with -Dhomeroom.model.seed=" + SEED, e);
    } finally {
      devices.values().forEach(ones -> ones.forEach(ModelDevice::close));
    }
    System.out.printf(
        "ModelTest: %d operations, seed %d, %d conversations, %d messages: %s.%n",
        OPERATIONS,
        SEED,
        school.conversations.size(),
        school.conversations.values().stream().mapToInt(one -> one.messages.size()).sum(),
        counts);
  }

  private void begin(ServerProcess server) throws Exception {
    for (String name : PEOPLE) {
      people.add(Person.signedIn(server, name));
    }
    school.loadRoster(people.getFirst().rest());
    for (Person person : people) {
      school.users.putIfAbsent(person.id(), new ModelSchool.User(person.id(), "student", false));
      var own = new ArrayList<ModelDevice>();
      for (int i = 0; i < DEVICES; i++) {
        own.add(new ModelDevice(person, random.nextInt(3) > 0));
      }
      devices.put(person.id(), own);
      JsonNode synced = person.rest().post("/sync", Map.of()).body();
      for (JsonNode entry : synced.get("conversations")) {
        String id = entry.get("conversation").get("_id").stringValue();
        if (!school.conversations.containsKey(id)) {
          school.load(user(person), person.rest(), entry);
        }
      }
    }
  }

  private void operate() throws Exception {
    Person person = any(people);
    int dice = random.nextInt(100);
    if (dice < 34) {
      send(person);
    } else if (dice < 40) {
      sendTo(person);
    } else if (dice < 45) {
      repeat(person);
    } else if (dice < 56) {
      edit(person);
    } else if (dice < 62) {
      delete(person);
    } else if (dice < 72) {
      claim(person, true);
    } else if (dice < 78) {
      claim(person, false);
    } else if (dice < 84) {
      sync(person);
    } else if (dice < 92) {
      connectOrNot(person);
    } else if (dice < 94) {
      makeGroup(person);
    } else if (dice < 98) {
      changeGroup(person);
    } else {
      leave(person);
    }
  }

  private void send(Person person) throws Exception {
    ModelConversation to = conversation(person);
    String replyTo = random.nextInt(8) == 0 ? anyMessageId() : null;
    var payload =
        new HashMap<String, Object>(
            Map.of("conversationId", to.id, "text", words(), "clientId", "c-" + done));
    if (replyTo != null) {
      payload.put("replyTo", replyTo);
    }
    Spoken spoken = speak(person, payload);
    int expected = school.maySend(user(person), to, replyTo);
    spoken.check("send", expected);
    if (expected == ModelSchool.OK) {
      sent(person, to, payload, spoken);
    }
  }

  private void sendTo(Person person) throws Exception {
    Person other = any(people);
    var payload =
        new HashMap<String, Object>(
            Map.of("to", other.id(), "text", words(), "clientId", "d-" + done));
    Spoken spoken = speak(person, payload);
    ModelConversation direct = school.direct(person.id(), other.id());
    int expected = direct == null ? school.maySendTo(user(person), other.id()) : ModelSchool.OK;
    spoken.check("send to", expected);
    if (expected != ModelSchool.OK) {
      return;
    }
    if (direct == null) {
      String id = ModelSchool.text(spoken.message(), "conversationId");
      direct = new ModelConversation(id, "direct", user(person).ofThisSchool(), person.id(), null);
      direct.join(person.id());
      direct.join(other.id());
      school.conversations.put(id, direct);
    }
    sent(person, direct, payload, spoken);
  }

  /** What the model knows of a message that was stored, and who was sent it. */
  private void sent(
      Person person, ModelConversation to, Map<String, Object> payload, Spoken spoken) {
    assertThat(spoken.duplicate()).isFalse();
    Message message =
        to.send(
            ModelSchool.text(spoken.message(), "_id"),
            person.id(),
            String.valueOf(payload.get("clientId")),
            (String) payload.get("replyTo"),
            String.valueOf(payload.get("text")));
    ModelLook.assertMessage(spoken.message(), message);
    for (String member : to.members()) {
      for (ModelDevice device : devices.getOrDefault(member, List.of())) {
        if (device == spoken.device()) {
          device.made(to, message.seq);
        } else if (device.isConnected()) {
          to.confirm(member, device.sent(to, message.seq));
        }
      }
    }
  }

  private void repeat(Person person) throws Exception {
    ModelConversation to = conversation(person);
    List<Message> own =
        to.messages.values().stream()
            .filter(message -> message.sender.equals(person.id()))
            .toList();
    if (own.isEmpty()) {
      return;
    }
    Message message = any(own);
    Spoken spoken =
        speak(
            person, Map.of("conversationId", to.id, "text", words(), "clientId", message.clientId));
    int expected = to.isMember(person.id()) ? ModelSchool.OK : ModelSchool.NOT_FOUND;
    spoken.check("repeat", expected);
    if (expected == ModelSchool.OK) {
      assertThat(spoken.duplicate()).isTrue();
      ModelLook.assertMessage(spoken.message(), message);
    }
  }

  private void edit(Person person) throws Exception {
    ModelConversation in = conversation(person);
    Message message = message(person, in);
    if (message == null) {
      return;
    }
    String text = words();
    Spoken spoken =
        change(
            person,
            "message:edit",
            Map.of("messageId", message.id, "text", text),
            rest -> rest.patch("/messages/" + message.id, Map.of("text", text)));
    int expected = school.mayEdit(user(person), in, message);
    spoken.check("edit", expected);
    if (expected == ModelSchool.OK) {
      in.edit(message, text);
      ModelLook.assertMessage(spoken.message(), message);
    }
  }

  private void delete(Person person) throws Exception {
    ModelConversation in = conversation(person);
    Message message = message(person, in);
    if (message == null) {
      return;
    }
    Spoken spoken =
        change(
            person,
            "message:delete",
            Map.of("messageId", message.id),
            rest -> rest.delete("/messages/" + message.id));
    int expected = school.mayDelete(user(person), in, message);
    spoken.check("delete", expected);
    if (expected == ModelSchool.OK) {
      in.delete(message, person.id());
      ModelLook.assertMessage(spoken.message(), message);
    }
  }

  private void claim(Person person, boolean read) throws Exception {
    ModelConversation in = conversation(person);
    ModelDevice device = connected(person);
    if (device == null) {
      return;
    }
    long seq = random.nextLong(in.newestSeq() + 2);
    JsonNode answer =
        device.call(
            read ? "message:read" : "message:delivered",
            Map.of("conversationId", in.id, "seq", seq));
    int expected = school.mayClaim(user(person), in, seq);
    Spoken.of(answer, device, counts).check(read ? "read" : "delivered", expected);
    if (expected == ModelSchool.OK) {
      in.claim(person.id(), seq, read);
      in.confirm(person.id(), device.confirmed(in));
    }
  }

  private void sync(Person person) throws Exception {
    ModelDevice device = connected(person);
    if (device != null) {
      sync(device);
    }
  }

  private void sync(ModelDevice device) throws Exception {
    count("sync");
    String user = device.person.id();
    boolean complete;
    do {
      LocalCopy.Question question = device.copy.question(1 + random.nextInt(40));
      JsonNode answer = device.call("message:sync", question);
      complete = device.copy.answered(answer, question.conversations().keySet());
      question
          .conversations()
          .forEach((id, rev) -> {
            ModelConversation known = school.conversations.get(id);
            if (known != null && known.isMember(user) && rev > 0) {
              known.claim(user, rev, false);
            }
          });
    } while (!complete);
    school.of(user).forEach(known -> known.confirm(user, device.confirmed(known)));
    device.synced = true;
  }

  private void connectOrNot(Person person) throws Exception {
    ModelDevice device = any(devices(person));
    if (device.isConnected()) {
      count("disconnect");
      device.settle();
      device.close();
      return;
    }
    count("connect");
    device.connect();
    if (random.nextInt(3) > 0) {
      sync(device);
    }
  }

  private void makeGroup(Person person) throws Exception {
    long groups =
        school.conversations.values().stream().filter(one -> one.type.equals("group")).count();
    List<String> others = List.of(any(people).id(), any(people).id());
    if (groups >= MAX_GROUPS) {
      return;
    }
    String title = "Group " + done;
    Rest.Answer answer =
        person
            .rest()
            .post(
                "/conversations", Map.of("type", "group", "title", title, "participants", others));
    int expected = school.mayMakeGroup(user(person), others);
    Spoken.of(answer, counts).check("make a group", expected);
    if (expected == ModelSchool.OK) {
      String id = ModelSchool.text(answer.body(), "_id");
      var group =
          new ModelConversation(id, "group", user(person).ofThisSchool(), person.id(), title);
      group.join(person.id());
      others.forEach(group::join);
      school.conversations.put(id, group);
    }
  }

  private void changeGroup(Person person) throws Exception {
    ModelConversation group = group(person);
    Person other = any(people);
    boolean add = random.nextInt(5) < 3;
    String title = random.nextInt(5) == 0 ? "Group " + done : null;
    var payload = new HashMap<String, Object>();
    payload.put("participants", Map.of(add ? "add" : "remove", List.of(other.id())));
    if (title != null) {
      payload.put("title", title);
    }
    Rest.Answer answer = person.rest().patch("/conversations/" + group.id, payload);
    List<String> joining = add ? List.of(other.id()) : List.of();
    int expected = school.mayChange(user(person), group, joining);
    Spoken.of(answer, counts).check("change a group", expected);
    if (expected == ModelSchool.OK) {
      joining.forEach(group::join);
      if (!add) {
        group.leave(other.id());
      }
      group.title = title == null ? group.title : title;
    }
  }

  private void leave(Person person) throws Exception {
    ModelConversation group = group(person);
    Rest.Answer answer = person.rest().delete("/conversations/" + group.id);
    int expected = school.mayLeave(user(person), group);
    Spoken.of(answer, counts).check("leave", expected);
    if (expected == ModelSchool.OK) {
      group.leave(person.id());
    }
  }

  /** Sends on a device, or over REST. */
  private Spoken speak(Person person, Map<String, Object> payload) throws Exception {
    return change(person, "message:send", payload, rest -> rest.post("/messages", payload));
  }

  private interface RestCall {
    Rest.Answer of(Rest rest) throws Exception;
  }

  private Spoken change(Person person, String event, Object payload, RestCall call)
      throws Exception {
    ModelDevice device = connected(person);
    if (device == null || random.nextInt(4) == 0) {
      return Spoken.of(call.of(person.rest()), counts);
    }
    Spoken spoken = Spoken.of(device.call(event, payload), device, counts);
    if (spoken.code() == ModelSchool.OK) {
      device.copy.apply(spoken.message());
    }
    return spoken;
  }

  /** Mostly one of the person's, now and then any. */
  private ModelConversation conversation(Person person) {
    List<ModelConversation> own = school.of(person.id());
    return own.isEmpty() || random.nextInt(12) == 0
        ? any(List.copyOf(school.conversations.values()))
        : any(own);
  }

  private ModelConversation group(Person person) {
    List<ModelConversation> own =
        school.of(person.id()).stream().filter(one -> one.type.equals("group")).toList();
    return own.isEmpty() || random.nextInt(6) == 0 ? conversation(person) : any(own);
  }

  /** Mostly one of the person's newest, now and then any. */
  private @Nullable Message message(Person person, ModelConversation in) {
    List<Message> own =
        in.messages.values().stream().filter(one -> one.sender.equals(person.id())).toList();
    if (!own.isEmpty() && random.nextInt(5) > 0) {
      return any(own.subList(Math.max(0, own.size() - 10), own.size()));
    }
    return in.messages.isEmpty() ? null : any(List.copyOf(in.messages.values()));
  }

  private @Nullable String anyMessageId() {
    ModelConversation in = any(List.copyOf(school.conversations.values()));
    return in.messages.isEmpty() ? null : any(List.copyOf(in.messages.values())).id;
  }

  private @Nullable ModelDevice connected(Person person) {
    List<ModelDevice> open = devices(person).stream().filter(ModelDevice::isConnected).toList();
    return open.isEmpty() ? null : any(open);
  }

  private String words() {
    return "word" + (10 + random.nextInt(40)) + " word" + random.nextInt(40) + " " + done;
  }

  private ModelSchool.User user(Person person) {
    return school.user(person.id());
  }

  private List<ModelDevice> devices(Person person) {
    return Objects.requireNonNull(devices.get(person.id()));
  }

  private void count(String operation) {
    counts.merge(operation, 1, Integer::sum);
  }

  private <T> T any(List<T> ones) {
    return ones.get(random.nextInt(ones.size()));
  }
}
