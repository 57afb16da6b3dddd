// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import homeroom.e2e.ModelConversation.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Those who take part in a model test, with their devices; picks one of whatever is asked for. */
final class ModelPeople {

  private static final List<String> NAMES =
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

  private final Random random;
  private final ModelSchool school;
  private final List<Person> people = new ArrayList<>();
  private final Map<String, List<ModelDevice>> devices = new HashMap<>();

  ModelPeople(Random random, ModelSchool school) {
    this.random = random;
    this.school = school;
  }

  List<Person> all() {
    return people;
  }

  Person any() {
    return any(people);
  }

  /** Signs everybody in; the model takes over what there is. */
  void begin(ServerProcess server) throws Exception {
    for (String name : NAMES) {
      people.add(Person.signedIn(server, name));
    }
    school.loadRoster(people.getFirst().rest());
    for (Person person : people) {
      school.users.putIfAbsent(person.id(), new ModelSchool.User(person.id(), "student", false));
      var own = new ArrayList<ModelDevice>();
      for (int i = 0; i < DEVICES; i++) {
        own.add(
            new ModelDevice(
                person, any(List.of(ModelDevice.Dialect.values())), random.nextInt(3) > 0));
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

  /** Mostly one of the person's, now and then any. */
  ModelConversation conversation(Person person) {
    List<ModelConversation> own = school.of(person.id());
    return own.isEmpty() || random.nextInt(12) == 0
        ? any(List.copyOf(school.conversations.values()))
        : any(own);
  }

  ModelConversation group(Person person) {
    List<ModelConversation> own =
        school.of(person.id()).stream().filter(one -> one.type.equals("group")).toList();
    return own.isEmpty() || random.nextInt(6) == 0 ? conversation(person) : any(own);
  }

  /** Mostly one of the person's newest, now and then any. */
  @Nullable Message message(Person person, ModelConversation in) {
    List<Message> own =
        in.messages.values().stream().filter(one -> one.sender.equals(person.id())).toList();
    if (!own.isEmpty() && random.nextInt(5) > 0) {
      return any(own.subList(Math.max(0, own.size() - 10), own.size()));
    }
    return in.messages.isEmpty() ? null : any(List.copyOf(in.messages.values()));
  }

  @Nullable String anyMessageId() {
    ModelConversation in = any(List.copyOf(school.conversations.values()));
    return in.messages.isEmpty() ? null : any(List.copyOf(in.messages.values())).id;
  }

  @Nullable ModelDevice connected(Person person) {
    List<ModelDevice> open = devices(person).stream().filter(ModelDevice::isConnected).toList();
    return open.isEmpty() ? null : any(open);
  }

  ModelSchool.User user(Person person) {
    return school.user(person.id());
  }

  List<ModelDevice> devices(Person person) {
    return devices(person.id());
  }

  /** None of somebody who takes no part. */
  List<ModelDevice> devices(String user) {
    return devices.getOrDefault(user, List.of());
  }

  void disconnect() {
    devices.values().forEach(ones -> ones.forEach(ModelDevice::close));
  }

  <T> T any(List<T> ones) {
    return ones.get(random.nextInt(ones.size()));
  }
}
