// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The answer to one operation, over whichever transport.
 *
 * @param duplicate null where the transport does not say
 * @param device on which it was called, null over REST
 */
record Spoken(
    int code,
    JsonNode message,
    @Nullable Boolean duplicate,
    @Nullable ModelDevice device,
    Map<String, Integer> counts) {

  static Spoken of(Rest.Answer answer, Map<String, Integer> counts) {
    int code = answer.status() == 201 ? ModelSchool.OK : answer.status();
    return new Spoken(code, answer.body(), answer.status() == 200, null, counts);
  }

  static Spoken of(JsonNode answer, ModelDevice device, Map<String, Integer> counts) {
    boolean granted = answer.get("ok").booleanValue();
    return new Spoken(
        granted ? ModelSchool.OK : answer.get("error").get("code").intValue(),
        granted ? answer.path("message") : answer.get("error"),
        answer.path("duplicate").asBoolean(false),
        device,
        counts);
  }

  /** Of a service on a socket: error and result. */
  static Spoken ofService(JsonNode answer, ModelDevice device, Map<String, Integer> counts) {
    JsonNode error = answer.path(0);
    boolean granted = error.isNull();
    return new Spoken(
        granted ? ModelSchool.OK : error.get("code").intValue(),
        granted ? answer.path(1) : error,
        null,
        device,
        counts);
  }

  /** Counts the operation, and compares its answer with what the model says. */
  void check(String operation, int expected) {
    assertThat(code).as(operation + ": " + message).isEqualTo(expected);
    counts.merge(expected == ModelSchool.OK ? operation : operation + " refused", 1, Integer::sum);
  }
}
