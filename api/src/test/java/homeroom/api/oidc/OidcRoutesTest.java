// SPDX-License-Identifier: Apache-2.0
package homeroom.api.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.api.auth.DerivedKey;
import homeroom.chat.SchoolDay;
import homeroom.chat.memory.FailingStores;
import homeroom.chat.time.Timer;
import homeroom.http.Headers;
import homeroom.http.HttpRequest;
import homeroom.http.HttpResponse;
import homeroom.http.Requester;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The way back from an identity provider. */
class OidcRoutesTest {

  private static final InetSocketAddress BROWSER =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);

  private final SchoolDay day = new SchoolDay();
  private final FailingStores stores = new FailingStores(day.stores);
  private TestProvider provider;
  private OidcRoutes routes;

  @BeforeEach
  void start() throws IOException {
    provider = new TestProvider();
    String issuer = provider.issuer();
    routes =
        new OidcRoutes(
            List.of(
                new OidcProvider("hill", issuer, "client", null, day.hill.value(), "email"),
                new OidcProvider("other", issuer, "client", null, day.dale.value(), "email")),
            "https://my.school",
            stores.roster(),
            stores.factors(),
            day.chat.audit(),
            DerivedKey.ofBrowsers(new byte[32]),
            Clock.systemUTC(),
            Timer.on(new ScheduledThreadPoolExecutor(0)));
  }

  @AfterEach
  void stop() {
    provider.close();
  }

  @Test
  void aPersonOfTheSchoolComesBackWithACode() {
    assertThat(signedIn("hill")).startsWith("https://my.school/chat#code=");
  }

  @Test
  void theProviderOfAnotherSchoolLetsNobodyIn() {
    assertThat(signedIn("other")).isEqualTo("https://my.school/chat#error=oidc-no-account");
    assertThat(day.stores.factors().of(day.tom.id())).isEmpty();
  }

  @Test
  void aStoreThatDoesNotAnswerSendsTheBrowserBackToBeginAgain() {
    stores.failNext("schools", FailingStores.When.BEFORE);
    assertThat(signedIn("hill")).isEqualTo("https://my.school/chat#error=oidc-failed");
    assertThat(signedIn("hill")).startsWith("https://my.school/chat#code=");
  }

  /** Where the browser ends up. */
  private String signedIn(String name) {
    String path = OidcRoutes.PATH + "/" + name;
    HttpResponse begun = routes.handle(get(path, "return=/chat", ""));
    String cookie = begun.headers().first("set-cookie").orElseThrow().split(";", 2)[0];
    String there = location(begun);
    provider.give(
        TestProvider.signed(
            provider
                .honest("tom there", parameter(there, "nonce"))
                .claim("email", "tom@hill")
                .claim("email_verified", true)
                .build()));
    String state = parameter(there, "state");
    return location(routes.handle(get(path + "/callback", "code=c&state=" + state, cookie)));
  }

  private static HttpRequest get(String path, String query, String cookie) {
    return new HttpRequest(
        "id",
        "GET",
        path,
        query,
        Map.of(),
        Headers.of("cookie", cookie),
        new byte[0],
        BROWSER,
        new Requester());
  }

  private static String location(HttpResponse answer) {
    assertThat(answer.status()).isEqualTo(302);
    return answer.headers().first("location").orElseThrow();
  }

  private static String parameter(String url, String name) {
    Matcher found = Pattern.compile("[?&]" + name + "=([^&]+)").matcher(url);
    assertThat(found.find()).isTrue();
    return found.group(1);
  }
}
