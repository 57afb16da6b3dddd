// SPDX-License-Identifier: Apache-2.0
package homeroom.api.oidc;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.openid.connect.sdk.AuthenticationResponse;
import com.nimbusds.openid.connect.sdk.AuthenticationResponseParser;
import com.nimbusds.openid.connect.sdk.AuthenticationSuccessResponse;
import homeroom.api.auth.BrowserSignIns;
import homeroom.api.auth.DerivedKey;
import homeroom.api.rest.RestTransport;
import homeroom.api.wire.ErrorCode;
import homeroom.api.wire.Json;
import homeroom.chat.imports.RosterImportStore;
import homeroom.chat.people.IdentityLinks;
import homeroom.chat.roster.RosterStore;
import homeroom.chat.roster.User;
import homeroom.chat.school.StoreUnavailable;
import homeroom.chat.time.Timer;
import homeroom.http.HttpHandler;
import homeroom.http.HttpRequest;
import homeroom.http.HttpResponse;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The addresses of OpenID Connect: {@code GET /authentication/oidc/NAME} sends the browser to the
 * provider, {@code …/callback} takes it back and gives the page a one-time code, {@code …/logout}
 * signs out there too, and {@code GET /authentication/oidc} lists the providers. Blocks; safe for
 * many threads.
 */
public final class OidcRoutes implements HttpHandler {

  public static final String PATH = "/authentication/oidc";

  private static final Logger LOG = LoggerFactory.getLogger(OidcRoutes.class);

  private static final Duration PENDING = Duration.ofMinutes(10);
  private static final String PENDING_COOKIE = "homeroom-oidc";
  private static final String BINDING_COOKIE = "homeroom-oidc-code";
  private static final int LONGEST_PATH = 500;
  private static final int MOST_STATES = 100_000;

  /** A provider, for a page that offers it. */
  record Offered(String name, String school, String url) {}

  private final Map<String, ProviderConnection> providers = new TreeMap<>();
  private final LinkedAccounts accounts;
  private final String publicUrl;
  private final Cookies cookies;
  private final OneTimeCodes codes;
  private final DerivedKey key;
  private final Clock clock;
  private final Timer timer;
  private final FailureLog failures;

  /** States that came back: none is taken twice. */
  private final Cache<String, Boolean> used;

  /**
   * The routes of these providers.
   *
   * @param publicUrl where people reach the server, without a slash at its end
   */
  public OidcRoutes(
      List<OidcProvider> providers,
      String publicUrl,
      RosterStore roster,
      RosterImportStore imports,
      IdentityLinks links,
      DerivedKey key,
      Clock clock,
      Timer timer) {
    this.publicUrl = publicUrl;
    this.cookies = new Cookies(publicUrl.startsWith("https://"));
    this.accounts = new LinkedAccounts(roster, imports, links);
    this.codes =
        new OneTimeCodes(new SecureRandom(), timer::nanoTime, cookies.name(BINDING_COOKIE));
    this.key = key;
    this.clock = clock;
    this.timer = timer;
    this.failures = new FailureLog(timer);
    this.used =
        Caffeine.newBuilder()
            .maximumSize(MOST_STATES)
            .expireAfterWrite(PENDING)
            .ticker(timer::nanoTime)
            .build();
    for (OidcProvider provider : providers) {
      URI callback = URI.create(publicUrl + PATH + "/" + provider.name() + "/callback");
      this.providers.put(provider.name(), new ProviderConnection(provider, callback, clock));
    }
  }

  /** Who has signed in through them. */
  public BrowserSignIns signIns() {
    return codes;
  }

  @Override
  public HttpResponse handle(HttpRequest request) {
    if (!request.method().equals("GET")) {
      return RestTransport.errorPage(405, "Browsers come here by GET.").with("allow", "GET");
    }
    String rest = request.path().substring(PATH.length());
    if (rest.isEmpty() || rest.equals("/")) {
      return offered();
    }
    String[] segments = rest.substring(1).split("/", -1);
    @Nullable ProviderConnection provider = providers.get(segments[0]);
    String what = segments.length == 1 ? "" : segments[1];
    if (provider == null || segments.length > 2) {
      return RestTransport.errorPage(404, "There is no identity provider of that name.");
    }
    return switch (what) {
      case "" -> begin(provider, request);
      case "callback" -> finish(provider, request);
      case "logout" -> logout(provider);
      default -> RestTransport.errorPage(404, "There is no such address.");
    };
  }

  private HttpResponse offered() {
    List<Offered> all =
        providers.values().stream()
            .map(ProviderConnection::provider)
            .map(each ->
                new Offered(each.name(), each.school(), publicUrl + PATH + "/" + each.name()))
            .toList();
    return HttpResponse.of(200, "application/json; charset=utf-8", Json.bytes(Map.of("data", all)));
  }

  private HttpResponse begin(ProviderConnection provider, HttpRequest request) {
    String returnTo = returnTo(request.rawQuery());
    var pending =
        new PendingSignIn(
            provider.provider().name(),
            codes.text(),
            codes.text(),
            codes.text(),
            returnTo,
            clock.instant().plus(PENDING));
    try {
      return redirect(provider.authorizationRequest(pending).toString())
          .adding("set-cookie", cookies.set(PENDING_COOKIE, pending.sealed(key), PENDING));
    } catch (OidcFailure failure) {
      return failed(provider, returnTo, ErrorCode.OIDC_FAILED, failure);
    }
  }

  private HttpResponse finish(ProviderConnection provider, HttpRequest request) {
    Instant asked = clock.instant();
    long askedAt = timer.nanoTime();
    String header = String.join("; ", request.headers().all("cookie"));
    Optional<PendingSignIn> begun =
        Cookies.value(header, cookies.name(PENDING_COOKIE))
            .flatMap(sealed -> PendingSignIn.opened(sealed, key, clock.instant()))
            .filter(pending -> pending.provider().equals(provider.provider().name()));
    if (begun.isEmpty()) {
      return failed(
          provider,
          "/",
          ErrorCode.OIDC_FAILED,
          new OidcFailure("it was not begun in this browser, or with another provider"));
    }
    PendingSignIn pending = begun.get();
    try {
      AuthenticationSuccessResponse answer = answer(provider, request, pending);
      ProviderConnection.Claims claims =
          provider.exchange(answer.getAuthorizationCode().getValue(), pending);
      Optional<User> user = accounts.find(provider.provider(), claims);
      if (user.isEmpty()) {
        return failed(
            provider,
            pending.returnTo(),
            ErrorCode.OIDC_NO_ACCOUNT,
            new OidcFailure("nobody of the school has that account"));
      }
      OneTimeCodes.Made made =
          codes.make(
              new BrowserSignIns.SignedInElsewhere(
                  user.get(), provider.provider().name(), asked, askedAt));
      return redirect(publicUrl + pending.returnTo() + "#code=" + made.code())
          .adding("set-cookie", cookies.set(PENDING_COOKIE, "", Duration.ZERO))
          .adding("set-cookie", cookies.set(BINDING_COOKIE, made.binding(), OneTimeCodes.LASTS));
    } catch (OidcFailure failure) {
      return failed(provider, pending.returnTo(), ErrorCode.OIDC_FAILED, failure);
    } catch (StoreUnavailable away) {
      return failed(
          provider,
          pending.returnTo(),
          ErrorCode.OIDC_FAILED,
          new OidcFailure("the store does not answer", away));
    }
  }

  /** The code of the provider, of an answer to this browser's very request. */
  private AuthenticationSuccessResponse answer(
      ProviderConnection provider, HttpRequest request, PendingSignIn pending) throws OidcFailure {
    AuthenticationResponse answer;
    try {
      answer =
          AuthenticationResponseParser.parse(
              URI.create(publicUrl + request.path() + "?" + request.rawQuery()));
    } catch (ParseException | IllegalArgumentException e) {
      throw new OidcFailure("the answer is none", e);
    }
    if (answer.getState() == null
        || !OneTimeCodes.same(answer.getState().getValue(), pending.state())) {
      throw new OidcFailure("the state is another one");
    }
    if (used.asMap().putIfAbsent(pending.state(), true) != null) {
      throw new OidcFailure("the answer came before");
    }
    boolean named = answer.getIssuer() != null;
    if (named
        ? !answer.getIssuer().getValue().equals(provider.provider().issuer())
        : provider.namesItself()) {
      throw new OidcFailure("the answer is of another provider");
    }
    if (!(answer instanceof AuthenticationSuccessResponse success)
        || success.getAuthorizationCode() == null) {
      throw new OidcFailure("the provider let nobody in");
    }
    return success;
  }

  private HttpResponse logout(ProviderConnection provider) {
    try {
      return redirect(
          provider.logout(URI.create(publicUrl + "/")).map(URI::toString).orElse(publicUrl + "/"));
    } catch (OidcFailure failure) {
      return failed(provider, "/", ErrorCode.OIDC_FAILED, failure);
    }
  }

  private HttpResponse failed(
      ProviderConnection provider, String returnTo, ErrorCode code, OidcFailure why) {
    failures.line(provider.provider().name(), why).ifPresent(LOG::info);
    return redirect(publicUrl + returnTo + "#error=" + code.text())
        .adding("set-cookie", cookies.set(PENDING_COOKIE, "", Duration.ZERO));
  }

  private static HttpResponse redirect(String to) {
    return HttpResponse.empty(302)
        .with("location", to)
        .with("referrer-policy", "no-referrer")
        .with("cache-control", "no-store");
  }

  /** A path of this server; the root for whatever else is asked for. */
  private static String returnTo(String rawQuery) {
    var asked = new LinkedHashMap<String, String>();
    for (String pair : rawQuery.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        asked.putIfAbsent(pair.substring(0, equals), pair.substring(equals + 1));
      }
    }
    String path = asked.getOrDefault("return", "/").replace("%2F", "/").replace("%2f", "/");
    boolean plain =
        path.length() <= LONGEST_PATH
            && path.startsWith("/")
            && !path.startsWith("//")
            && path.chars().allMatch(OidcRoutes::mayStand);
    return plain ? path : "/";
  }

  /** Letters, digits and what never ends a path or begins a host. */
  private static boolean mayStand(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "/-_.~".indexOf(c) >= 0;
  }
}
