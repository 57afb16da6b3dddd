// SPDX-License-Identifier: Apache-2.0
package homeroom.api.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.api.auth.DerivedKey;
import homeroom.chat.SchoolDay;
import homeroom.chat.audit.AuditActor;
import homeroom.chat.imports.EntryChange;
import homeroom.chat.memory.FailingStores;
import homeroom.chat.people.IdentityLinks;
import homeroom.chat.people.IdentityProvider;
import homeroom.chat.people.LinkedIdentity;
import homeroom.chat.roster.SourceEntry;
import homeroom.chat.roster.User;
import homeroom.chat.school.UserId;
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
import org.assertj.core.groups.Tuple;
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
    String hill = day.hill.value();
    var field = new RosterField.Name();
    var number = new RosterField.Identifier();
    var directory = new RosterField.UserIds("LDAP");
    routes =
        new OidcRoutes(
            List.of(
                new OidcProvider("hill", issuer, "client", null, hill, "email", field),
                new OidcProvider("other", issuer, "client", null, day.dale.value(), "email", field),
                new OidcProvider("number", issuer, "client", null, hill, "number", number),
                new OidcProvider("ldap", issuer, "client", null, hill, "uid", directory)),
            "https://my.school",
            stores.roster(),
            stores.rosterImports(),
            new IdentityLinks(stores.factors(), day.chat.audit(), Clock.systemUTC()),
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

  @Test
  void anAccountThatIsExpectedIsTheirsOfWhomItIsAndNotOfWhoseAddressItHas() {
    var links = new IdentityLinks(day.stores.factors(), day.chat.audit(), Clock.systemUTC());
    var hill = new IdentityProvider("hill", provider.issuer(), day.hill.value(), "email");
    assertThat(links.expect(AuditActor.OPERATOR, day.ada, hill, "TOM@hill")).isTrue();
    assertThat(signedIn("hill")).startsWith("https://my.school/chat#code=");
    assertThat(day.stores.factors().of(day.tom.id())).isEmpty();
    assertThat(links.of(day.ada.id()))
        .extracting(LinkedIdentity::subject, LinkedIdentity::expected)
        .containsExactly(Tuple.tuple("tom there", false));
    assertThat(signedIn("hill")).as("again").startsWith("https://my.school/chat#code=");
  }

  @Test
  void theFilesOfTheRosterSayWhoseAnAccountIs() {
    keep("p/1", day.tom, "{LDAP:tom there}", "4711");
    keep("p/2", day.ada, "{Other:tom there}", "tom there", "4712");
    assertThat(signedIn("ldap")).startsWith("https://my.school/chat#code=");
    assertThat(ownerOf("tom there")).isEqualTo(day.tom.id());
  }

  @Test
  void whatTheFilesSayOfNobodyOrOfTwoLetsNobodyIn() {
    keep("p/1", day.tom, "4710", "{number:4711}");
    assertThat(signedIn("number")).endsWith("#error=oidc-no-account");
    keep("p/2", day.ada, "4711");
    keep("p/3", day.bob, "4711");
    assertThat(signedIn("number")).endsWith("#error=oidc-no-account");
    day.setActive(day.bob, false);
    assertThat(signedIn("number")).startsWith("https://my.school/chat#code=");
    assertThat(ownerOf("tom there")).isEqualTo(day.ada.id());
  }

  private void keep(String key, User user, String... accounts) {
    var entry = new SourceEntry.Person(key, user.id(), List.of(accounts), List.of());
    day.stores.rosterImports().keep(day.hill, "oneroster", List.of(new EntryChange.Put(entry)));
  }

  private UserId ownerOf(String subject) {
    return new IdentityLinks(day.stores.factors(), day.chat.audit(), Clock.systemUTC())
        .find(day.hill, provider.issuer(), subject)
        .orElseThrow()
        .userId();
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
                .claim("uid", "tom there")
                .claim("number", "4711")
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
        new Requester(),
        (request, status, headers, pause) -> {
          throw new IllegalStateException("no long answers here");
        });
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
