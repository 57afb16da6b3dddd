// SPDX-License-Identifier: Apache-2.0
package homeroom.api.description;

import homeroom.api.auth.AuthenticationService;
import homeroom.api.service.FieldType;
import homeroom.api.service.QueryLanguage;
import homeroom.api.service.ServiceDescription;
import homeroom.api.service.ServiceMethod;
import homeroom.api.wire.ErrorPayload;
import homeroom.api.wire.PayloadField;
import homeroom.chat.query.Query;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The services over REST as an OpenAPI document.
 *
 * @see <a href="https://spec.openapis.org/oas/v3.1.1.html">OpenAPI 3.1.1</a>
 */
final class OpenApi {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private static final String ABOUT =
      """
      The services of Homeroom, a school's own chat server, with the conventions of Feathers. \
      Sign in by POST /authentication and send its accessToken as 'Authorization: Bearer ...'.

      Queries compare fields: `seq=5`, `seq[$lt]=120`, `role[$in][0]=teacher`; the operators are \
      $in, $nin, $lt, $lte, $gt, $gte, $ne, $or and $and. An unknown field or operator is a 400 \
      that names it. With $select an answer has _id and the named fields only.

      The same services are called on a socket by `emit("find", "messages", query, ack)`, and the \
      events are described in asyncapi.json.\
      """;

  private static final String PROJECT = "https://github.com/homeroom-chat/homeroom";

  private static final String LIMIT =
      "At most so many: 0 to %d, %d unless you say."
          .formatted(Query.MAX_LIMIT, Query.DEFAULT_LIMIT);

  private final Schemas schemas = new Schemas();
  private final ObjectNode document = JSON.objectNode();

  private OpenApi() {}

  static ObjectNode of(List<ServiceDescription> services) {
    return new OpenApi().describe(services);
  }

  private ObjectNode describe(List<ServiceDescription> services) {
    document.put("openapi", "3.1.1");
    ObjectNode info = document.putObject("info");
    info.put("title", "Homeroom").put("version", "1").put("description", ABOUT);
    info.putObject("contact").put("name", "Homeroom").put("url", PROJECT);
    info.putObject("license").put("name", "Apache 2.0").put("identifier", "Apache-2.0");
    document.putArray("servers").addObject().put("url", ".");
    document.putArray("security").addObject().putArray("accessToken");
    ArrayNode tags = document.putArray("tags");
    ObjectNode paths = document.putObject("paths");
    for (ServiceDescription service : services) {
      tags.addObject().put("name", service.name()).put("description", service.about());
      addPaths(paths, service);
    }
    addComponents();
    return document;
  }

  private void addComponents() {
    ObjectNode error = JSON.objectNode();
    error.put("description", "A refusal; its data.code is stable.");
    error.set("content", json(schemas.ref(ErrorPayload.class)));
    ObjectNode components = document.putObject("components");
    components.set("schemas", schemas.all());
    components.putObject("responses").set("Error", error);
    components
        .putObject("securitySchemes")
        .putObject("accessToken")
        .put("type", "http")
        .put("scheme", "bearer")
        .put("bearerFormat", "JWT");
  }

  private void addPaths(ObjectNode paths, ServiceDescription service) {
    ObjectNode all = JSON.objectNode();
    ObjectNode one = JSON.objectNode();
    boolean session = service.name().equals(AuthenticationService.NAME);
    for (ServiceDescription.Method method : service.methods()) {
      boolean byId = method.method().needsId() && !session;
      (byId ? one : all).set(verb(method.method()), operation(service, method));
    }
    if (!all.isEmpty()) {
      paths.set("/" + service.name(), all);
    }
    if (!one.isEmpty()) {
      one.putArray("parameters").add(parameter("path", "id", true, "The _id."));
      paths.set("/" + service.name() + "/{id}", one);
    }
  }

  private static String verb(ServiceMethod method) {
    return switch (method) {
      case FIND, GET -> "get";
      case CREATE -> "post";
      case UPDATE -> "put";
      case PATCH -> "patch";
      case REMOVE -> "delete";
    };
  }

  private ObjectNode operation(ServiceDescription service, ServiceDescription.Method method) {
    ObjectNode operation = JSON.objectNode();
    operation.putArray("tags").add(service.name());
    operation.put("operationId", operationId(method.method(), service.name()));
    operation.put("summary", method.about());
    operation.put("description", manner(method.method()));
    if (service.name().equals(AuthenticationService.NAME)
        && method.method() == ServiceMethod.CREATE) {
      operation.putArray("security");
    }
    ArrayNode parameters = JSON.arrayNode();
    addParameters(parameters, method);
    if (!parameters.isEmpty()) {
      operation.set("parameters", parameters);
    }
    if (method.data() != null) {
      ObjectNode body = operation.putObject("requestBody").put("required", true);
      body.set("content", json(schemas.ref(method.data())));
    }
    operation.set("responses", responses(method));
    return operation;
  }

  /** What is the same for all services. */
  private static String manner(ServiceMethod method) {
    return switch (method) {
      case FIND ->
          "Answers a page. Fields take more operators than are listed, and $or and $and, as the"
              + " description of the whole says.";
      case GET -> "Answers 404, too, for what is of another school or not yours to see.";
      case CREATE, UPDATE -> "A 400 names every field that is wrong, in 'errors'.";
      case PATCH -> "What stays as it is may be left out, or sent back as it is now.";
      case REMOVE -> "Answers what it was, or what is left of it.";
    };
  }

  /** A name that code can be generated with: {@code findClassTeachers}. */
  private static String operationId(ServiceMethod method, String service) {
    var id = new StringBuilder(method.text());
    for (String word : service.split("-", -1)) {
      id.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
    }
    return id.toString();
  }

  private ObjectNode responses(ServiceDescription.Method method) {
    ObjectNode responses = JSON.objectNode();
    boolean find = method.method() == ServiceMethod.FIND;
    ObjectNode schema = find ? schemas.page(method.answer()) : schemas.ref(method.answer());
    if (method.method() == ServiceMethod.CREATE) {
      responses.set("201", response("Made.", schema));
      responses.set("200", response("It was there before.", schema));
    } else {
      responses.set("200", response("Done.", schema));
    }
    for (String refused : List.of("4XX", "default")) {
      responses.putObject(refused).put("$ref", "#/components/responses/Error");
    }
    return responses;
  }

  private static ObjectNode response(String about, ObjectNode schema) {
    ObjectNode response = JSON.objectNode().put("description", about);
    response.set("content", json(schema.deepCopy()));
    return response;
  }

  private void addParameters(ArrayNode parameters, ServiceDescription.Method method) {
    for (PayloadField argument : method.arguments()) {
      ObjectNode parameter =
          parameter("query", argument.name(), !argument.optional(), argument.description());
      parameter.set("schema", schemas.schema(argument.shape(), true));
      parameters.add(parameter);
    }
    QueryLanguage queries = method.queries();
    if (queries == null) {
      return;
    }
    ObjectNode select =
        parameter("query", "$select", false, "The fields that the answer is to have, with _id.");
    ObjectNode names = select.putObject("schema").put("type", "array").putObject("items");
    ArrayNode selectable = names.put("type", "string").putArray("enum");
    queries.selectable().stream().sorted().forEach(selectable::add);
    parameters.add(select);
    if (method.method() == ServiceMethod.FIND) {
      addFindParameters(parameters, new TreeMap<>(queries.fields()));
    }
  }

  private static void addFindParameters(ArrayNode parameters, Map<String, FieldType> fields) {
    parameters.add(number("$limit", LIMIT));
    parameters.add(number("$skip", "Pass over so many."));
    if (fields.isEmpty()) {
      return;
    }
    ObjectNode sort = parameter("query", "$sort", false, "1 ascends, -1 descends.");
    sort.put("style", "deepObject").put("explode", true);
    ObjectNode properties = sort.putObject("schema").put("type", "object").putObject("properties");
    fields.forEach((name, type) -> {
      properties.putObject(name).put("type", "integer").putArray("enum").add(1).add(-1);
      ObjectNode field =
          parameter("query", name, false, "Also with an operator: " + name + "[$ne]=…");
      field.set("schema", schema(type));
      parameters.add(field);
      addOperators(parameters, name, type);
    });
    parameters.add(sort);
  }

  /** Those that clients which are generated have use for: ranges, and one of several. */
  private static void addOperators(ArrayNode parameters, String name, FieldType type) {
    for (String operator : operators(type)) {
      ObjectNode compared = parameter("query", name + "[" + operator + "]", false, "Compared.");
      compared.set("schema", schema(type));
      parameters.add(compared);
    }
    if (type == FieldType.TEXT || type == FieldType.MEMBERSHIP) {
      ObjectNode oneOf = parameter("query", name + "[$in][]", false, "One of these.");
      oneOf.putObject("schema").put("type", "array").set("items", schema(type));
      parameters.add(oneOf.put("explode", true));
    }
  }

  private static List<String> operators(FieldType type) {
    return switch (type) {
      case NUMBER, TIME -> List.of("$lt", "$lte", "$gt", "$gte");
      case TEXT, MEMBERSHIP, BOOLEAN -> List.of("$ne");
    };
  }

  private static ObjectNode schema(FieldType type) {
    ObjectNode schema = JSON.objectNode();
    return switch (type) {
      case TEXT, MEMBERSHIP -> schema.put("type", "string");
      case NUMBER -> schema.put("type", "integer");
      case BOOLEAN -> schema.put("type", "boolean");
      case TIME -> schema.put("type", "string").put("format", "date-time");
    };
  }

  private static ObjectNode number(String name, String about) {
    ObjectNode parameter = parameter("query", name, false, about);
    parameter.putObject("schema").put("type", "integer").put("minimum", 0);
    return parameter;
  }

  private static ObjectNode parameter(String in, String name, boolean required, String about) {
    ObjectNode parameter =
        JSON.objectNode()
            .put("name", name)
            .put("in", in)
            .put("required", required)
            .put("description", about);
    parameter.putObject("schema").put("type", "string");
    return parameter;
  }

  private static ObjectNode json(ObjectNode schema) {
    ObjectNode content = JSON.objectNode();
    content.putObject("application/json").set("schema", schema);
    return content;
  }
}
