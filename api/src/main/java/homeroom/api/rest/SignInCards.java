// SPDX-License-Identifier: Apache-2.0
package homeroom.api.rest;

import homeroom.api.auth.AuthenticationService;
import homeroom.api.auth.Authorization;
import homeroom.api.service.Services;
import homeroom.api.wire.Description;
import homeroom.api.wire.ErrorName;
import homeroom.api.wire.ErrorPayload;
import homeroom.api.wire.Faults;
import homeroom.api.wire.Id;
import homeroom.api.wire.Json;
import homeroom.api.wire.Maximum;
import homeroom.api.wire.Minimum;
import homeroom.api.wire.PayloadReader;
import homeroom.api.wire.Received;
import homeroom.api.wire.Rejection;
import homeroom.chat.people.SignInCodes;
import homeroom.chat.roster.Roster;
import homeroom.chat.school.Caller;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.School;
import homeroom.http.HttpHandler;
import homeroom.http.HttpRequest;
import homeroom.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code POST /sign-in-cards}: makes the sign-in codes of a class and answers with the {@linkplain
 * CardPage page} to print. It takes {@code { classId, hours? }} as JSON with {@code Authorization},
 * or as a form with the field {@code accessToken}, so that a browser opens the answer as a page and
 * no token stands in an address.
 */
public final class SignInCards implements HttpHandler {

  public static final String PATH = "/sign-in-cards";

  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String ACCESS_TOKEN = "accessToken";
  private static final String HOURS = "hours";

  /** What is asked for. */
  @Received(additionalProperties = false)
  @Description("The class whose cards are to be printed.")
  record CardsPayload(
      @Id String classId, @Minimum(1) @Maximum(SignInCodes.MAX_HOURS) @Nullable Integer hours) {}

  private static final PayloadReader<CardsPayload> READER = PayloadReader.of(CardsPayload.class);

  private final AuthenticationService authentication;
  private final Services services;
  private final SignInCodes codes;
  private final Roster roster;
  private final Faults faults;
  private final String address;

  /**
   * @param address where people sign in, to be printed; empty if it is not known
   */
  public SignInCards(
      AuthenticationService authentication,
      Services services,
      SignInCodes codes,
      Roster roster,
      Faults faults,
      String address) {
    this.authentication = authentication;
    this.services = services;
    this.codes = codes;
    this.roster = roster;
    this.faults = faults;
    this.address = address;
  }

  @Override
  public HttpResponse handle(HttpRequest request) {
    if (!request.method().equals("POST") || !request.path().equals(PATH)) {
      return RestTransport.error(
              ErrorPayload.ofStatus(
                  ErrorName.METHOD_NOT_ALLOWED.status(), "Cards are made by POST " + PATH + "."))
          .with("allow", "POST");
    }
    try {
      return made(request);
    } catch (RuntimeException thrown) {
      String call = "POST " + PATH + ", request " + request.id();
      return RestTransport.error(faults.of(call, () -> Map.of("request", request.id()), thrown));
    }
  }

  private HttpResponse made(HttpRequest request) {
    String type = request.header("content-type").orElse("").toLowerCase(Locale.ROOT);
    boolean form = type.equals(FORM) || type.startsWith(FORM + ";");
    ObjectNode data = form ? form(request) : json(request);
    @Nullable String token =
        form
            ? data.path(ACCESS_TOKEN).asString("")
            : Authorization.token(request.header("authorization").orElse(""));
    data.remove(ACCESS_TOKEN);
    Caller caller = authentication.session(token).caller();
    services.demandBudget(caller);
    CardsPayload wanted = READER.read(data);
    request.requester().signedIn(caller.userId());
    return services.turns().run(caller.userId(), () -> page(caller, wanted));
  }

  private HttpResponse page(Caller caller, CardsPayload wanted) {
    Integer hours = wanted.hours();
    Duration lasts = hours == null ? SignInCodes.USUAL : Duration.ofHours(hours);
    SignInCodes.OfClass made =
        Rejection.orThrow(codes.createForClass(caller, new ClassId(wanted.classId()), lasts));
    String school = roster.school(caller.schoolId()).map(School::name).orElse("");
    String page = CardPage.of(made, school, address);
    return HttpResponse.of(200, "text/html; charset=utf-8", page.getBytes(StandardCharsets.UTF_8))
        .with("content-security-policy", CardPage.POLICY)
        .with("referrer-policy", "no-referrer")
        .with("cache-control", "no-store");
  }

  private static ObjectNode json(HttpRequest request) {
    return Json.read(request.body()) instanceof ObjectNode object
        ? object.deepCopy()
        : Json.mapper().createObjectNode();
  }

  private static ObjectNode form(HttpRequest request) {
    ObjectNode fields = QueryString.parse(new String(request.body(), StandardCharsets.UTF_8));
    String hours = fields.path(HOURS).asString("");
    if (!hours.isEmpty() && hours.length() < 6 && hours.chars().allMatch(Character::isDigit)) {
      fields.put(HOURS, Integer.parseInt(hours));
    } else if (hours.isEmpty()) {
      fields.remove(HOURS);
    }
    return fields;
  }
}
