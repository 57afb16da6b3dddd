package homeroom.api.rest;

import homeroom.api.auth.AuthenticationService;
import homeroom.api.service.ServiceMethod;
import homeroom.api.service.Services;
import homeroom.api.wire.ErrorName;
import homeroom.api.wire.ErrorPayload;
import homeroom.api.wire.Faults;
import homeroom.api.wire.Json;
import homeroom.api.wire.Rejection;
import homeroom.chat.school.Caller;
import homeroom.http.HttpHandler;
import homeroom.http.HttpRequest;
import homeroom.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The services over REST, as Feathers has it: {@code GET /messages} finds, {@code GET
 * /messages/:id} gets, {@code POST} creates (201), {@code PATCH} patches, {@code DELETE} removes.
 * Runs on the request's virtual thread.
 */
public final class RestTransport implements HttpHandler {

  private static final String JSON = "application/json; charset=utf-8";
  private static final String BEARER = "bearer ";

  private final Services services;
  private final AuthenticationService authentication;
  private final Faults faults;

  public RestTransport(Services services, AuthenticationService authentication, Faults faults) {
    this.services = services;
    this.authentication = authentication;
    this.faults = faults;
  }

  @Override
  public HttpResponse handle(HttpRequest request) {
    try {
      return answer(request);
    } catch (RuntimeException thrown) {
      return error(faults.of(request.method() + " " + request.path(), thrown));
    }
  }

  /** An error as an HTTP answer, with the headers that belong to it. */
  public static HttpResponse error(ErrorPayload error) {
    HttpResponse response = HttpResponse.of(error.code(), JSON, Json.bytes(error));
    if (error.code() == ErrorName.NOT_AUTHENTICATED.status()) {
      response = response.with("www-authenticate", "Bearer");
    }
    return error.data().get("retryAfterMs") instanceof Long millis
        ? response.with("retry-after", String.valueOf(Math.ceilDiv(millis, 1000L)))
        : response;
  }

  /** The form of errors that the network itself answers. */
  public static HttpResponse errorPage(int status, String message) {
    ErrorName name =
        ErrorName.of(status).orElse(status < 500 ? ErrorName.BAD_REQUEST : ErrorName.GENERAL_ERROR);
    return error(ErrorPayload.of(name, "http-" + status, message));
  }

  private HttpResponse answer(HttpRequest request) {
    List<String> segments = segments(request.path());
    ObjectNode query = QueryString.parse(request.rawQuery());
    if (query.has("token") || query.has("access_token")) {
      throw Rejection.of(
          ErrorName.BAD_REQUEST,
          "token-in-url",
          "A token in a URL ends up in logs; send it as 'Authorization: Bearer …'.");
    }
    String service = segments.getFirst();
    String id = segments.size() == 2 ? segments.getLast() : null;
    if (service.equals(AuthenticationService.NAME)) {
      return authenticate(request, id);
    }
    if (segments.size() > 2 || !services.has(service)) {
      throw Services.unknown(String.join("/", segments));
    }
    Caller caller = authentication.session(bearer(request)).user().asCaller(null);
    var call = new Services.Call(service, method(request, id), id, data(request), query);
    Services.Answer answer = services.call(caller, call);
    return HttpResponse.of(answer.created() ? 201 : 200, JSON, Json.bytes(answer.payload()));
  }

  private HttpResponse authenticate(HttpRequest request, @Nullable String id) {
    boolean signIn = request.method().equals("POST");
    boolean signOut = request.method().equals("DELETE");
    if (signOut && id != null) {
      throw Rejection.of(
          ErrorName.BAD_REQUEST,
          "token-in-url",
          "A token in a URL ends up in logs; sign out by DELETE /authentication with"
              + " 'Authorization: Bearer …'.");
    }
    if (!(signIn || signOut) || id != null) {
      throw notAllowed("Sign in by POST /authentication, out by DELETE /authentication.");
    }
    return signIn
        ? HttpResponse.of(
            201,
            JSON,
            Json.bytes(authentication.create(data(request), request.remoteAddress()).payload()))
        : HttpResponse.of(
            200, JSON, Json.bytes(authentication.remove(authentication.session(bearer(request)))));
  }

  private static ServiceMethod method(HttpRequest request, @Nullable String id) {
    return switch (request.method()) {
      case "GET", "HEAD" -> id == null ? ServiceMethod.FIND : ServiceMethod.GET;
      case "POST" -> {
        if (id != null) {
          throw notAllowed("POST creates, without an id in the path; PATCH changes.");
        }
        yield ServiceMethod.CREATE;
      }
      case "PUT" -> ServiceMethod.UPDATE;
      case "PATCH" -> ServiceMethod.PATCH;
      case "DELETE" -> ServiceMethod.REMOVE;
      default -> throw notAllowed("Services answer GET, POST, PATCH and DELETE.");
    };
  }

  private static Rejection notAllowed(String message) {
    return Rejection.of(ErrorName.METHOD_NOT_ALLOWED, "method-not-allowed", message);
  }

  private static JsonNode data(HttpRequest request) {
    boolean takesData =
        switch (request.method()) {
          case "POST", "PATCH", "PUT" -> true;
          default -> false;
        };
    if (!takesData) {
      return JsonNodeFactory.instance.objectNode();
    }
    String type = request.header("content-type").orElse("").toLowerCase(Locale.ROOT);
    if (!type.equals("application/json") && !type.startsWith("application/json;")) {
      throw Rejection.of(
          ErrorName.UNSUPPORTED_MEDIA_TYPE,
          "not-json",
          "Send JSON with 'Content-Type: application/json'.");
    }
    return Json.read(request.body());
  }

  private static @Nullable String bearer(HttpRequest request) {
    String header = request.header("authorization").orElse("");
    return header.toLowerCase(Locale.ROOT).startsWith(BEARER)
        ? header.substring(BEARER.length()).strip()
        : null;
  }

  /** At least one segment; a slash at the end makes no segment. */
  private static List<String> segments(String path) {
    String trimmed = path.replaceAll("^/+|/+$", "");
    return List.of(trimmed.split("/", -1));
  }
}
