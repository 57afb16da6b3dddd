// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A plain HTTP client of one server, signed in or not. */
record Rest(String url, @Nullable String token) {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  static final JsonMapper JSON = JsonMapper.shared();

  record Answer(int status, JsonNode body, HttpResponse<String> raw) {}

  static Rest anonymous(ServerProcess server) {
    return new Rest(server.url(), null);
  }

  /** Signed in with the password of the demo. */
  static Rest signedIn(ServerProcess server, String email) throws Exception {
    Answer answer = anonymous(server).signIn(email, "homeroom");
    return new Rest(server.url(), answer.body().get("accessToken").stringValue());
  }

  Answer signIn(String email, String password) throws Exception {
    return post(
        "/authentication", Map.of("strategy", "local", "email", email, "password", password));
  }

  /** The id of the user with that address, for staff. */
  String userId(String email) throws Exception {
    return get("/users?email=" + email).body().get("data").get(0).get("_id").stringValue();
  }

  Answer get(String path) throws Exception {
    return send(request(path).GET());
  }

  Answer post(String path, Object body) throws Exception {
    return postText(path, JSON.writeValueAsString(body));
  }

  Answer patch(String path, Object body) throws Exception {
    return send(
        request(path)
            .header("content-type", "application/json")
            .method("PATCH", HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body))));
  }

  Answer delete(String path) throws Exception {
    return send(request(path).DELETE());
  }

  Answer postText(String path, String body) throws Exception {
    return send(
        request(path)
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  Answer send(HttpRequest.Builder request) throws Exception {
    HttpRequest sent = request.build();
    HttpResponse<String> response = CLIENT.send(sent, BodyHandlers.ofString());
    JsonNode body = JSON.readTree(response.body().isEmpty() ? "null" : response.body());
    Contract.of(url).demand(sent, response.statusCode(), body);
    return new Answer(response.statusCode(), body, response);
  }

  HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path));
    return token == null ? request : request.header("authorization", "Bearer " + token);
  }
}
