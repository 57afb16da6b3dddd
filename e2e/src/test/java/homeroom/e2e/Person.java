// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A user of the demo school, signed in. */
record Person(ServerProcess server, String id, Rest rest) {

  static Person signedIn(ServerProcess server, String name) throws Exception {
    return signedIn(server, name.contains("@") ? name : name + "@demo.school", "homeroom");
  }

  static Person signedIn(ServerProcess server, String email, String password) throws Exception {
    JsonNode signedIn = Rest.anonymous(server).signIn(email, password).body();
    return new Person(
        server,
        signedIn.get("user").get("_id").stringValue(),
        new Rest(server.url(), signedIn.get("accessToken").stringValue()));
  }

  /** The id of this sign-in in the service {@code sessions}: the claim {@code jti} of the token. */
  String session() {
    String claims = String.valueOf(rest.token()).split("\\.", -1)[1];
    return Rest.JSON.readTree(Base64.getUrlDecoder().decode(claims)).get("jti").stringValue();
  }

  /** A new device of theirs, which acks nothing by itself. */
  ChatClient connect() {
    ChatClient client = ChatClient.open(server, Map.of("token", String.valueOf(rest.token())));
    client.awaitEvent("connected");
    return client;
  }

  /** Makes a group with the others; its id. */
  String group(String title, Person... others) throws Exception {
    var ids = new ArrayList<String>();
    for (Person other : others) {
      ids.add(other.id());
    }
    Rest.Answer made =
        rest.post("/conversations", Map.of("type", "group", "title", title, "participants", ids));
    if (made.status() != 201) {
      throw new AssertionError(made.raw().body());
    }
    return made.body().get("_id").stringValue();
  }

  /** The conversation as this person sees it now. */
  JsonNode conversation(String id) throws Exception {
    return rest.get("/conversations/" + id).body();
  }

  /** The message as this person sees it now. */
  JsonNode message(JsonNode message) throws Exception {
    return rest.get("/messages/" + message.get("_id").stringValue()).body();
  }

  /** The whole conversation, oldest first. */
  List<JsonNode> history(String conversation) throws Exception {
    return List.copyOf(CrashTest.all(rest, conversation).values());
  }

  /** Adds to a group, or removes from it. */
  Rest.Answer change(String group, String how, Person who) throws Exception {
    return rest.patch(
        "/conversations/" + group, Map.of("participants", Map.of(how, List.of(who.id()))));
  }
}
