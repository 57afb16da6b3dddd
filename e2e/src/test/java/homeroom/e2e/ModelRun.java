// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.e2e.ModelConversation.Message;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * One model test: random people on random devices do random things, allowed or not, to a server and
 * to the model, which both answer the same.
 */
final class ModelRun {

  /** Operations between two looks at what one of the people sees. */
  private static final int LOOK_EVERY = 200;

  private static final int MAX_GROUPS = 12;

  private final int operations;
  private final Random random;
  private final ModelSchool school = new ModelSchool();
  private final ModelPeople people;
  private final ModelLook look;
  private final TreeMap<String, Integer> counts = new TreeMap<>();
  private int done;

  ModelRun(long seed, int operations) {
    this.operations = operations;
    this.random = new Random(seed);
    this.people = new ModelPeople(random, school);
    this.look = new ModelLook(school, random);
  }

  /** Compares, now and then what somebody sees, in the end what everybody sees. */
  void run(ServerProcess server) throws Exception {
    people.begin(server);
    try {
      for (done = 1; done <= operations; done++) {
        operate();
        if (done % LOOK_EVERY == 0) {
          look.at(people.any());
        }
      }
      for (Person person : people.all()) {
        look.at(person);
        look.at(person, people.devices(person));
      }
    } catch (AssertionError | Exception e) {
      throw new AssertionError("operation " + done, e);
    } finally {
      people.disconnect();
    }
  }

  /** How often what was done, and how much there is. */
  String figures() {
    return "%d operations, %d conversations, %d messages: %s"
        .formatted(
            operations,
            school.conversations.size(),
            school.conversations.values().stream().mapToInt(one -> one.messages.size()).sum(),
            counts);
  }

  private void operate() throws Exception {
    Person person = people.any();
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
    ModelConversation to = people.conversation(person);
    String replyTo = random.nextInt(8) == 0 ? people.anyMessageId() : null;
    var payload =
        new HashMap<String, Object>(
            Map.of("conversationId", to.id, "text", words(), "clientId", "c-" + done));
    if (replyTo != null) {
      payload.put("replyTo", replyTo);
    }
    Spoken spoken = speak(person, payload);
    int expected = school.maySend(people.user(person), to, replyTo);
    spoken.check("send", expected);
    if (expected == ModelSchool.OK) {
      sent(person, to, payload, spoken);
    }
  }

  private void sendTo(Person person) throws Exception {
    Person other = people.any();
    var payload =
        new HashMap<String, Object>(
            Map.of("to", other.id(), "text", words(), "clientId", "d-" + done));
    Spoken spoken = speak(person, payload);
    ModelConversation direct = school.direct(person.id(), other.id());
    int expected =
        direct == null ? school.maySendTo(people.user(person), other.id()) : ModelSchool.OK;
    spoken.check("send to", expected);
    if (expected != ModelSchool.OK) {
      return;
    }
    if (direct == null) {
      String id = ModelSchool.text(spoken.message(), "conversationId");
      direct =
          new ModelConversation(
              id, "direct", people.user(person).ofThisSchool(), person.id(), null);
      direct.join(person.id());
      direct.join(other.id());
      school.conversations.put(id, direct);
    }
    sent(person, direct, payload, spoken);
  }

  /** What the model knows of a message that was stored, and who was sent it. */
  private void sent(
      Person person, ModelConversation to, Map<String, Object> payload, Spoken spoken) {
    assertThat(spoken.duplicate()).isNotEqualTo(true);
    Message message =
        to.send(
            ModelSchool.text(spoken.message(), "_id"),
            person.id(),
            String.valueOf(payload.get("clientId")),
            (String) payload.get("replyTo"),
            String.valueOf(payload.get("text")));
    ModelLook.assertMessage(spoken.message(), message);
    for (String member : to.members()) {
      for (ModelDevice device : people.devices(member)) {
        if (device == spoken.device()) {
          device.made(to, message.seq);
        } else if (device.isConnected()) {
          to.confirm(member, device.sent(to, message.seq));
        }
      }
    }
  }

  private void repeat(Person person) throws Exception {
    ModelConversation to = people.conversation(person);
    List<Message> own =
        to.messages.values().stream()
            .filter(message -> message.sender.equals(person.id()))
            .toList();
    if (own.isEmpty()) {
      return;
    }
    Message message = people.any(own);
    Spoken spoken =
        speak(
            person, Map.of("conversationId", to.id, "text", words(), "clientId", message.clientId));
    int expected = to.isMember(person.id()) ? ModelSchool.OK : ModelSchool.NOT_FOUND;
    spoken.check("repeat", expected);
    if (expected == ModelSchool.OK) {
      assertThat(spoken.duplicate()).isNotEqualTo(false);
      ModelLook.assertMessage(spoken.message(), message);
    }
  }

  private void edit(Person person) throws Exception {
    ModelConversation in = people.conversation(person);
    Message message = people.message(person, in);
    if (message == null) {
      return;
    }
    String text = words();
    Spoken spoken =
        change(
            person,
            "message:edit",
            Map.of("messageId", message.id, "text", text),
            List.of("patch", "messages", message.id, Map.of("text", text), Map.of()),
            rest -> rest.patch("/messages/" + message.id, Map.of("text", text)));
    int expected = school.mayEdit(people.user(person), in, message);
    spoken.check("edit", expected);
    if (expected == ModelSchool.OK) {
      in.edit(message, text);
      ModelLook.assertMessage(spoken.message(), message);
    }
  }

  private void delete(Person person) throws Exception {
    ModelConversation in = people.conversation(person);
    Message message = people.message(person, in);
    if (message == null) {
      return;
    }
    Spoken spoken =
        change(
            person,
            "message:delete",
            Map.of("messageId", message.id),
            List.of("remove", "messages", message.id, Map.of()),
            rest -> rest.delete("/messages/" + message.id));
    int expected = school.mayDelete(people.user(person), in, message);
    spoken.check("delete", expected);
    if (expected == ModelSchool.OK) {
      in.delete(message, person.id());
      ModelLook.assertMessage(spoken.message(), message);
    }
  }

  private void claim(Person person, boolean read) throws Exception {
    ModelConversation in = people.conversation(person);
    ModelDevice device = people.connected(person);
    if (device == null) {
      return;
    }
    long seq = random.nextLong(in.newestSeq() + 2);
    JsonNode answer =
        device.call(
            read ? "message:read" : "message:delivered",
            Map.of("conversationId", in.id, "seq", seq));
    int expected = school.mayClaim(people.user(person), in, seq);
    Spoken.of(answer, device, counts).check(read ? "read" : "delivered", expected);
    if (expected == ModelSchool.OK) {
      in.claim(person.id(), seq, read);
      in.confirm(person.id(), device.confirmed(in));
    }
  }

  private void sync(Person person) throws Exception {
    ModelDevice device = people.connected(person);
    if (device != null) {
      sync(device);
    }
  }

  private void sync(ModelDevice device) throws Exception {
    count("sync");
    String user = device.person.id();
    boolean complete;
    device.copy.beginSync();
    do {
      LocalCopy.Question question = device.copy.question(1 + random.nextInt(40));
      JsonNode answer = device.call("message:sync", question);
      complete = device.copy.answered(answer, question.conversations().keySet());
      question
          .conversations()
          .forEach((id, rev) -> {
            ModelConversation known = school.conversations.get(id);
            if (known != null && known.isMember(user) && rev > 0) {
              known.named(user, rev);
            }
          });
    } while (!complete);
    school.of(user).forEach(known -> known.confirm(user, device.confirmed(known)));
    device.synced = true;
  }

  private void connectOrNot(Person person) throws Exception {
    ModelDevice device = people.any(people.devices(person));
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
    List<String> others = List.of(people.any().id(), people.any().id());
    if (groups >= MAX_GROUPS) {
      return;
    }
    String title = "Group " + done;
    Rest.Answer answer =
        person
            .rest()
            .post(
                "/conversations", Map.of("type", "group", "title", title, "participants", others));
    int expected = school.mayMakeGroup(people.user(person), others);
    Spoken.of(answer, counts).check("make a group", expected);
    if (expected == ModelSchool.OK) {
      String id = ModelSchool.text(answer.body(), "_id");
      var group =
          new ModelConversation(
              id, "group", people.user(person).ofThisSchool(), person.id(), title);
      group.join(person.id());
      others.forEach(group::join);
      school.conversations.put(id, group);
    }
  }

  private void changeGroup(Person person) throws Exception {
    ModelConversation group = people.group(person);
    Person other = people.any();
    boolean add = random.nextInt(5) < 3;
    String title = random.nextInt(5) == 0 ? "Group " + done : null;
    var payload = new HashMap<String, Object>();
    payload.put("participants", Map.of(add ? "add" : "remove", List.of(other.id())));
    if (title != null) {
      payload.put("title", title);
    }
    Rest.Answer answer = person.rest().patch("/conversations/" + group.id, payload);
    List<String> joining = add ? List.of(other.id()) : List.of();
    ModelSchool.User user = people.user(person);
    int expected =
        school.managesFromOutside(user, group)
            ? school.mayChangeFromOutside(add && title == null, joining)
            : school.mayChange(user, group, joining);
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
    ModelConversation group = people.group(person);
    Rest.Answer answer = person.rest().delete("/conversations/" + group.id);
    boolean closes = school.managesFromOutside(people.user(person), group);
    int expected = school.mayLeave(people.user(person), group);
    Spoken.of(answer, counts).check("leave", expected);
    if (closes) {
      group.archive();
    } else if (expected == ModelSchool.OK) {
      group.leave(person.id());
    }
  }

  /** Sends on a device in either dialect, or over REST. */
  private Spoken speak(Person person, Map<String, Object> payload) throws Exception {
    return change(
        person,
        "message:send",
        payload,
        List.of("create", "messages", payload, Map.of()),
        rest -> rest.post("/messages", payload));
  }

  private interface RestCall {
    Rest.Answer of(Rest rest) throws Exception;
  }

  private Spoken change(
      Person person, String event, Object payload, List<Object> service, RestCall call)
      throws Exception {
    ModelDevice device = people.connected(person);
    if (device == null || random.nextInt(4) == 0) {
      return Spoken.of(call.of(person.rest()), counts);
    }
    Spoken spoken =
        random.nextInt(3) == 0
            ? Spoken.ofService(device.service(service.toArray()), device, counts)
            : Spoken.of(device.call(event, payload), device, counts);
    if (spoken.code() == ModelSchool.OK && isOfOwn(person, spoken.message())) {
      device.copy.apply(spoken.message());
    }
    return spoken;
  }

  /** An admin may delete where they are no member: that is nothing for their copy. */
  private boolean isOfOwn(Person person, JsonNode message) {
    ModelConversation in = school.conversations.get(ModelSchool.text(message, "conversationId"));
    return in == null || in.isMember(person.id());
  }

  private String words() {
    return "word" + (10 + random.nextInt(40)) + " word" + random.nextInt(40) + " " + done;
  }

  private void count(String operation) {
    counts.merge(operation, 1, Integer::sum);
  }
}
