// SPDX-License-Identifier: Apache-2.0
package homeroom.api.rest;

import homeroom.api.auth.AuthenticationService;
import homeroom.api.auth.Authorization;
import homeroom.api.service.CallMeter;
import homeroom.api.service.ServiceDescription;
import homeroom.api.service.ServiceMethod;
import homeroom.api.service.Services;
import homeroom.api.wire.ErrorCode;
import homeroom.api.wire.ErrorName;
import homeroom.api.wire.ErrorPayload;
import homeroom.api.wire.Faults;
import homeroom.api.wire.Json;
import homeroom.api.wire.Rejection;
import homeroom.chat.school.Caller;
import homeroom.chat.school.StoreUnavailable;
import homeroom.http.Etag;
import homeroom.http.Headers;
import homeroom.http.HttpHandler;
import homeroom.http.HttpRequest;
import homeroom.http.HttpResponse;
import homeroom.http.LongAnswer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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

  /** What is counted by its name; whatever else a client invents is one. */
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  /** In the figures, of a call whose client did not wait for the answer; nginx calls it so. */
  private static final int CLIENT_GONE = 499;

  private static final Logger LOG = LoggerFactory.getLogger(RestTransport.class);

  private final Services services;
  private final AuthenticationService authentication;
  private final Faults faults;
  private final CallMeter meter;
  private final HttpHandler tagged = new Etag(this::answered);

  /**
   * @param meter told of every answer
   */
  public RestTransport(
      Services services, AuthenticationService authentication, Faults faults, CallMeter meter) {
    this.services = services;
    this.authentication = authentication;
    this.faults = faults;
    this.meter = meter;
  }

  @Override
  public HttpResponse handle(HttpRequest request) throws Exception {
    long began = meter.begin();
    HttpResponse answer = tagged.handle(request);
    int status = request.requester().isGone() ? CLIENT_GONE : answer.status();
    long nanos = meter.answered("rest", call(request), status, began);
    LOG.debug(
        "{} {} answered {} in {} us, request {}",
        request.method(),
        request.path(),
        answer.status(),
        nanos / 1000,
        request.id());
    return answer;
  }

  /** The headers of what is somebody's own: not to be kept on machines that pupils share. */
  private HttpResponse answered(HttpRequest request) {
    try {
      return answer(request).with("cache-control", "no-store");
    } catch (RuntimeException thrown) {
      String call = request.method() + " " + request.path() + ", request " + request.id();
      HttpResponse refusal = error(faults.of(call, () -> Map.of("request", request.id()), thrown));
      return refusal.status() == ErrorName.METHOD_NOT_ALLOWED.status()
          ? refusal.with("allow", allowed(segments(request.path())))
          : refusal;
    }
  }

  /** What is called, by service and method alone. */
  private String call(HttpRequest request) {
    List<String> segments = segments(request.path());
    String service = segments.getFirst();
    boolean known = services.has(service) || service.equals(AuthenticationService.NAME);
    String method = METHODS.contains(request.method()) ? request.method() : "other";
    return known ? method + " " + service : "unknown";
  }

  /** The methods of HTTP that a path has. */
  private String allowed(List<String> segments) {
    var allowed = new TreeSet<>(Set.of("OPTIONS"));
    boolean session = segments.getFirst().equals(AuthenticationService.NAME);
    ServiceDescription description =
        session
            ? AuthenticationService.DESCRIPTION
            : services.description(segments.getFirst()).orElseThrow();
    boolean one = segments.size() > 1;
    for (ServiceDescription.Method method : description.methods()) {
      if (one == (method.method().needsId() && !session)) {
        allowed.addAll(method.method().verbs());
      }
    }
    return String.join(", ", allowed);
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
    return error(ErrorPayload.ofStatus(status, message));
  }

  private HttpResponse answer(HttpRequest request) {
    List<String> segments = segments(request.path());
    ObjectNode query = QueryString.parse(request.rawQuery());
    if (query.has("token") || query.has("access_token")) {
      throw Rejection.of(
          ErrorCode.TOKEN_IN_URL,
          "A token in a URL ends up in logs; send it as 'Authorization: Bearer …'.");
    }
    String service = segments.getFirst();
    String id = segments.size() == 2 ? segments.getLast() : null;
    demandJsonIsTaken(request);
    if (request.method().equals("OPTIONS") && isKnown(segments)) {
      return HttpResponse.empty(204).with("allow", allowed(segments));
    }
    if (service.equals(AuthenticationService.NAME)) {
      return authenticate(request, id);
    }
    if (!isKnown(segments)) {
      throw Services.unknown(String.join("/", segments));
    }
    Caller caller = authentication.session(bearer(request)).caller();
    services.demandBudget(caller);
    ServiceMethod method = method(request, id);
    request.requester().signedIn(caller.userId());
    Supplier<HttpResponse> answering =
        () ->
            services
                .turns()
                .run(
                    caller.userId(),
                    () -> {
                      demandSomebodyWaits(request);
                      return answer(
                          request,
                          caller,
                          new Services.Call(service, method, id, data(request), query));
                    });
    return method == ServiceMethod.FIND
        ? services.answers().run(caller.userId(), answering)
        : answering.get();
  }

  /** What is only read is not read for a client that has gone while it waited for its turn. */
  private static void demandSomebodyWaits(HttpRequest request) {
    boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
    if (reads && request.requester().isGone()) {
      throw new StoreUnavailable("The client has gone.", 1);
    }
  }

  private HttpResponse answer(HttpRequest request, Caller caller, Services.Call call) {
    Services.Answer answer = services.call(caller, call);
    LongAnswer body =
        request.longAnswer(
            answer.created() ? 201 : 200,
            Headers.of("content-type", JSON).with("cache-control", "no-store"),
            waiting -> services.turns().pause(caller.userId(), waiting));
    try {
      Json.write(body, answer.payload());
      return body.whole();
    } catch (IOException broken) {
      throw broken(request, new UncheckedIOException(broken));
    } catch (RuntimeException broken) {
      throw broken(request, broken);
    } finally {
      services.charge(caller, body.written());
    }
  }

  /** Of an answer that broke off: that its client has gone is no fault. */
  private static RuntimeException broken(HttpRequest request, RuntimeException why) {
    return request.requester().isGone() ? new StoreUnavailable("The client has gone.", 1) : why;
  }

  private boolean isKnown(List<String> segments) {
    String service = segments.getFirst();
    boolean known = services.has(service) || service.equals(AuthenticationService.NAME);
    return known && segments.size() <= 2;
  }

  private static void demandJsonIsTaken(HttpRequest request) {
    String accept = String.join(",", request.headers().all("accept"));
    if (!AcceptHeader.takesJson(accept)) {
      throw Rejection.of(
          ErrorCode.ONLY_JSON,
          "The services answer JSON: send 'Accept: application/json', or no Accept.");
    }
  }

  private HttpResponse authenticate(HttpRequest request, @Nullable String id) {
    boolean signIn = request.method().equals("POST");
    boolean signOut = request.method().equals("DELETE");
    if (signOut && id != null) {
      throw Rejection.of(
          ErrorCode.TOKEN_IN_URL,
          "A token in a URL ends up in logs; sign out by DELETE /authentication with"
              + " 'Authorization: Bearer …'.");
    }
    if (!(signIn || signOut) || id != null) {
      throw notAllowed("Sign in by POST /authentication, out by DELETE /authentication.");
    }
    if (signIn) {
      var made =
          authentication
              .create(
                  data(request),
                  request.remoteAddress(),
                  request.header("user-agent").orElse(""),
                  bearer(request),
                  String.join("; ", request.headers().all("cookie")))
              .payload();
      return HttpResponse.of(201, JSON, Json.bytes(made));
    }
    return HttpResponse.of(
        200, JSON, Json.bytes(authentication.remove(authentication.session(bearer(request)))));
  }

  private static ServiceMethod method(HttpRequest request, @Nullable String id) {
    return switch (request.method()) {
      case "GET", "HEAD" -> id == null ? ServiceMethod.FIND : ServiceMethod.GET;
      case "POST" -> {
        String named = request.header("x-service-method").orElse("create");
        if (!named.equals(ServiceMethod.CREATE.text())) {
          throw notAllowed("There is no method '" + named + "'; POST creates.");
        }
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
    return Rejection.of(ErrorCode.METHOD_NOT_ALLOWED, message);
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
      throw Rejection.of(ErrorCode.NOT_JSON, "Send JSON with 'Content-Type: application/json'.");
    }
    return Json.read(request.body());
  }

  private static @Nullable String bearer(HttpRequest request) {
    return Authorization.token(request.header("authorization").orElse(""));
  }

  /** At least one segment; slashes at the ends make none. */
  private static List<String> segments(String path) {
    int begin = 0;
    int end = path.length();
    while (begin < end && path.charAt(begin) == '/') {
      begin++;
    }
    while (end > begin && path.charAt(end - 1) == '/') {
      end--;
    }
    return List.of(path.substring(begin, end).split("/", -1));
  }
}
