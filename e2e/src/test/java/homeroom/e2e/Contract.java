// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a running server publishes of its wire, and the judge of what it really says. It is stricter
 * than clients are: a field that is not described is a breach.
 */
final class Contract {

  /** Paths that would be those of things of the service {@code health}. */
  private static final Set<String> BESIDE_SERVICES = Set.of("/health/live", "/health/ready");

  private static final Map<String, Contract> BY_URL = new ConcurrentHashMap<>();

  private final JsonNode openApi;
  private final JsonNode asyncApi;
  private final Map<String, Schema> schemas = new ConcurrentHashMap<>();

  private Contract(JsonNode openApi, JsonNode asyncApi) {
    this.openApi = openApi;
    this.asyncApi = asyncApi;
  }

  /** The contract of the server at {@code url}. */
  static Contract of(String url) {
    return BY_URL.computeIfAbsent(
        url, at -> new Contract(fetch(at + "/openapi.json"), fetch(at + "/asyncapi.json")));
  }

  JsonNode openApi() {
    return openApi;
  }

  JsonNode asyncApi() {
    return asyncApi;
  }

  /** Throws if the answer to a request is not as published; what has no path is not judged. */
  void demand(HttpRequest request, int status, JsonNode body) {
    JsonNode operation = operation(request.method(), request.uri().getPath());
    if (operation == null || body.isNull()) {
      return;
    }
    JsonNode responses = operation.get("responses");
    boolean described = responses.has(String.valueOf(status));
    if (!described && status < 400) {
      throw new AssertionError(request + " answered " + status + ", which is not described");
    }
    JsonNode response =
        described
            ? responses.get(String.valueOf(status))
            : openApi.at("/components/responses/Error");
    JsonNode schema = response.at("/content/application~1json/schema");
    boolean selected = String.valueOf(request.uri().getRawQuery()).contains("$select");
    if (!selected || status >= 400) {
      demand(openApi, schema, body, request.toString());
    }
  }

  /** Throws if what the server pushed under that name is not as published. */
  void demandPushed(String event, JsonNode payload) {
    JsonNode message = message("push_" + event.replace(' ', '_').replace(':', '.'));
    if (message.isMissingNode()) {
      throw new AssertionError("The event " + event + " is not described");
    }
    demand(asyncApi, message.get("payload"), payload, event);
  }

  /**
   * Throws if the ack of a call is not as published; calls that are not described are not judged.
   */
  void demandAck(String event, JsonNode answer) {
    JsonNode message = message("ack_of_" + event.replace(':', '.'));
    if (!message.isMissingNode()) {
      demand(asyncApi, message.get("payload"), answer, event);
    }
  }

  private JsonNode message(String key) {
    return asyncApi.path("components").path("messages").path(key);
  }

  private @Nullable JsonNode operation(String method, String path) {
    if (BESIDE_SERVICES.contains(path)) {
      return null;
    }
    String verb = method.equals("HEAD") ? "get" : method.toLowerCase(java.util.Locale.ROOT);
    String[] segments = path.substring(1).split("/", -1);
    String template =
        segments.length == 1 ? path : segments.length == 2 ? "/" + segments[0] + "/{id}" : "";
    return openApi.get("paths").path(template).get(verb);
  }

  private void demand(JsonNode document, JsonNode wanted, JsonNode said, String where) {
    Schema schema = schemas.computeIfAbsent(wanted.toString(), key -> compiled(document, wanted));
    List<Error> breaches = schema.validate(said);
    if (!breaches.isEmpty()) {
      throw new AssertionError(where + " is not as published: " + breaches + " in " + said);
    }
  }

  private static Schema compiled(JsonNode document, JsonNode wanted) {
    ObjectNode whole = (ObjectNode) wanted.deepCopy();
    whole.set("$defs", document.at("/components/schemas").deepCopy());
    whole.get("$defs").forEach(Contract::forbidMore);
    String schema = whole.toString().replace("#/components/schemas/", "#/$defs/");
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(schema);
  }

  private static void forbidMore(JsonNode schema) {
    if (schema instanceof ObjectNode object && object.has("properties")) {
      object.put("additionalProperties", false);
    }
  }

  private static JsonNode fetch(String url) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return Rest.JSON.readTree(
          client
              .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
              .body());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
