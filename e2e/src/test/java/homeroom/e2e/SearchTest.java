// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Search finds what stands in the caller's own conversations now, and nothing else. */
class SearchTest extends SharedServer {

  private Person ada;
  private Person ben;
  private Person cleo;

  @SuppressWarnings("NullAway.Init")
  SearchTest() {}

  @BeforeAll
  void people() throws Exception {
    ada = person("student1");
    ben = person("student2");
    cleo = person("student3");
  }

  @Test
  void everyMemberFindsAMessageByItsWordsAndNobodyElse() throws Exception {
    String group = ada.group("Words", ben);
    JsonNode message = say(ada, group, "The Okapi eats leaves");
    say(ada, group, "The giraffe eats leaves");
    for (Person member : List.of(ada, ben)) {
      assertThat(found(member, "okapi")).containsExactly(message.get("_id"));
      assertThat(found(member, "LEAVES okapi")).containsExactly(message.get("_id"));
      assertThat(found(member, "okapi zebra")).isEmpty();
    }
    for (Person outside :
        List.of(cleo, person("admin"), person("teacher1"), person("admin@other.school"))) {
      assertThat(found(outside, "okapi")).isEmpty();
    }
  }

  @Test
  void editsAndDeletionsShowAtOnce() throws Exception {
    String group = ada.group("Changing words", ben);
    JsonNode message = say(ada, group, "Platypus");
    String path = "/messages/" + message.get("_id").stringValue();
    ada.rest().patch(path, Map.of("text", "Echidna"));
    assertThat(found(ben, "platypus")).isEmpty();
    assertThat(found(ben, "echidna")).containsExactly(message.get("_id"));
    ada.rest().delete(path);
    assertThat(found(ben, "echidna")).isEmpty();
  }

  @Test
  void whoJoinsFindsAndWhoLeavesDoesNot() throws Exception {
    String group = ada.group("Coming and going", ben);
    JsonNode message = say(ada, group, "Axolotl");
    ada.change(group, "add", cleo);
    assertThat(found(cleo, "axolotl")).containsExactly(message.get("_id"));
    cleo.rest().delete("/conversations/" + group);
    assertThat(found(cleo, "axolotl")).isEmpty();
    ada.rest().delete("/conversations/" + group);
    assertThat(found(ada, "axolotl")).isEmpty();
  }

  @Test
  void aConversationCanBeNamedIfItIsTheCallers() throws Exception {
    String one = ada.group("Here", ben);
    String other = ada.group("There", ben);
    JsonNode here = say(ada, one, "Narwhal");
    JsonNode there = say(ada, other, "Narwhal");
    assertThat(found(ben, "narwhal")).containsExactly(there.get("_id"), here.get("_id"));
    assertThat(found(ben, "narwhal&conversationId=" + one)).containsExactly(here.get("_id"));
    assertThat(cleo.rest().get("/messages?$search=narwhal&conversationId=" + one).status())
        .isEqualTo(404);
  }

  @Test
  void signsAreNoCommandsAndNothingIsNoSearch() throws Exception {
    String group = ada.group("Signs", ben);
    JsonNode message = say(ada, group, "Manatee AND \"quoted\" NEAR(x)");
    for (String words : List.of("manatee AND", "\"quoted\"", "NEAR(x)", "manatee*", "-manatee")) {
      Rest.Answer answer =
          ada.rest()
              .get(
                  "/messages?conversationId="
                      + group
                      + "&$search="
                      + URLEncoder.encode(words, StandardCharsets.UTF_8));
      assertThat(answer.status()).as(words).isEqualTo(200);
      assertThat(answer.body().get("data").get(0).get("_id")).isEqualTo(message.get("_id"));
    }
    assertThat(ada.rest().get("/messages?$search=%20").status()).isEqualTo(400);
  }

  private static JsonNode say(Person who, String group, String text) throws Exception {
    return who.rest().post("/messages", Map.of("conversationId", group, "text", text)).body();
  }

  private static List<JsonNode> found(Person who, String words) throws Exception {
    return who.rest()
        .get("/messages?$search=" + words.replace(" ", "%20"))
        .body()
        .get("data")
        .valueStream()
        .map(one -> one.get("_id"))
        .toList();
  }
}
