// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.contracts.FreePorts;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Signing in with the accounts of a school at a real identity provider, and of another school. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IdentityProviderTest {

  @TempDir private static Path directory;

  private ServerProcess server;
  private NodeScript hill;
  private NodeScript dale;
  private String url;
  private String hillUrl;
  private String daleUrl;

  /** A browser of its own for each test: it follows redirects by hand, and keeps cookies. */
  private HttpClient browser;

  @BeforeAll
  void start() throws Exception {
    int port = FreePorts.first(1);
    url = "http://127.0.0.1:" + port;
    int hillPort = FreePorts.first(1);
    int dalePort = FreePorts.first(1);
    hillUrl = "http://127.0.0.1:" + hillPort;
    daleUrl = "http://127.0.0.1:" + dalePort;
    hill = provider(hillPort, "hill");
    dale = provider(dalePort, "dale");
    Path secret = directory.resolve("client-secret");
    Files.writeString(secret, "a secret of thirty-two characters");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    Path config = directory.resolve("homeroom.properties");
    Files.writeString(
        config,
        """
        oidc.hill.issuer=%1$s
        oidc.hill.client-id=hill-client
        oidc.hill.client-secret-file=%3$s
        oidc.hill.school=Demo School
        oidc.hill.claim=email
        oidc.dale.issuer=%2$s
        oidc.dale.client-id=dale-client
        oidc.dale.client-secret-file=%3$s
        oidc.dale.school=Other School
        oidc.dale.claim=email
        """
            .formatted(hillUrl, daleUrl, secret));
    server =
        ServerProcess.start(
            List.of(
                "demo",
                "--port",
                String.valueOf(port),
                "--data",
                directory.resolve("data").toString(),
                "--config",
                config.toString(),
                "--public-url",
                url));
  }

  @AfterAll
  void stop() {
    server.close();
    hill.close();
    dale.close();
  }

  @BeforeEach
  void openBrowser() {
    browser =
        HttpClient.newBuilder()
            .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL))
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  private NodeScript provider(int port, String name) throws Exception {
    NodeScript script =
        NodeScript.run(
            Path.of("checks", "identity-provider.mjs"),
            String.valueOf(port),
            name + "-client",
            "a secret of thirty-two characters",
            url + "/authentication/oidc/" + name + "/callback",
            url + "/");
    script.awaitLine("listening");
    return script;
  }

  @Test
  void aPersonOfTheRosterSignsInAndTheServersOwnTokenOpensEverything() throws Exception {
    String page = signIn("hill", hillUrl, "student1", "?return=/chat");
    assertThat(page).startsWith(url + "/chat#code=");
    HttpResponse<String> in = redeem(page);
    assertThat(in.statusCode()).isEqualTo(201);
    JsonNode session = Rest.JSON.readTree(in.body());
    assertThat(session.get("user").get("email").stringValue()).isEqualTo("student1@demo.school");
    var ada = new Rest(url, session.get("accessToken").stringValue());
    assertThat(ada.get("/sessions").body().get("data").size()).isPositive();
    assertThat(redeem(page).statusCode()).as("once").isEqualTo(401);
    assertThat(ada.delete("/authentication").status()).isEqualTo(200);
    assertThat(ada.get("/sessions").status()).isEqualTo(401);
    String logout = location(get(url + "/authentication/oidc/hill/logout"));
    assertThat(logout).startsWith(hillUrl + "/session/end?").contains("client_id=hill-client");
    Rest admin = Rest.signedIn(server, "admin@demo.school");
    JsonNode entries = admin.get("/audit?action=sign-in&$limit=200").body().get("data");
    assertThat(entries.toString()).contains("oidc hill");
    assertThat(admin.get("/audit?action=identity.linked").body().get("total").asInt()).isPositive();
  }

  @Test
  void theCodeIsOfNoUseInAnotherBrowser() throws Exception {
    String page = signIn("hill", hillUrl, "student2", "");
    openBrowser();
    assertThat(redeem(page).statusCode()).isEqualTo(401);
  }

  @Test
  void newKeysOfTheProviderAreFound() throws Exception {
    assertThat(redeem(signIn("hill", hillUrl, "student3", "")).statusCode()).isEqualTo(201);
    get(hillUrl + "/rotate");
    openBrowser();
    assertThat(redeem(signIn("hill", hillUrl, "student3", "")).statusCode()).isEqualTo(201);
  }

  @Test
  void whoIsNobodyHereOrDoesNotOwnTheAddressStaysOutside() throws Exception {
    assertThat(signIn("hill", hillUrl, "stranger", "")).endsWith("#error=oidc-no-account");
    openBrowser();
    assertThat(signIn("hill", hillUrl, "student4!", "")).endsWith("#error=oidc-no-account");
    openBrowser();
    assertThat(signIn("dale", daleUrl, "student4", ""))
        .as("of another school")
        .endsWith("#error=oidc-no-account");
  }

  @Test
  void anAnswerIsTakenOnceAndOnlyByWhoAsked() throws Exception {
    get(hillUrl + "/as/student5");
    String callback = follow(url + "/authentication/oidc/hill", "/callback?");
    HttpClient victim = browser;
    openBrowser();
    assertThat(location(get(callback))).as("another browser").endsWith("#error=oidc-failed");
    browser = victim;
    String other = callback.replaceAll("state=[^&]*", "state=of-somebody-else");
    CookieManager kept = (CookieManager) browser.cookieHandler().orElseThrow();
    var pending = kept.getCookieStore().getCookies().stream().toList();
    assertThat(location(get(other))).as("another state").endsWith("#error=oidc-failed");
    pending.forEach(cookie -> kept.getCookieStore().add(URI.create(url), cookie));
    assertThat(location(get(callback))).contains("#code=");
    pending.forEach(cookie -> kept.getCookieStore().add(URI.create(url), cookie));
    assertThat(location(get(callback))).as("again").endsWith("#error=oidc-failed");
  }

  @Test
  void theAnswerOfOneProviderIsNoneOfAnother() throws Exception {
    get(daleUrl + "/as/student6");
    String callback = follow(url + "/authentication/oidc/dale", "/callback?");
    assertThat(location(get(callback.replace("/oidc/dale/", "/oidc/hill/"))))
        .endsWith("#error=oidc-failed");
    openBrowser();
    get(hillUrl + "/as/student6");
    String ours = follow(url + "/authentication/oidc/hill", "/callback?");
    String forged = ours.replaceAll("iss=[^&]*", "iss=" + daleUrl);
    assertThat(location(get(forged))).endsWith("#error=oidc-failed");
  }

  @Test
  void nobodyIsSentElsewhereAfterwards() throws Exception {
    for (String asked :
        List.of(
            "//evil.example",
            "https://evil.example",
            "/%5Cevil.example",
            "/%2F%2Fevil.example",
            "/a%0d%0ab",
            "%2F%2Fevil.example",
            "/@evil.example")) {
      openBrowser();
      assertThat(signIn("hill", hillUrl, "student7", "?return=" + asked))
          .as(asked)
          .startsWith(url + "/#code=");
    }
  }

  @Test
  void whoIsDeactivatedStaysOutside() throws Exception {
    assertThat(redeem(signIn("hill", hillUrl, "student8", "")).statusCode()).isEqualTo(201);
    Rest admin = Rest.signedIn(server, "admin@demo.school");
    String id = admin.userId("student8@demo.school");
    String page = signIn("hill", hillUrl, "student8", "");
    assertThat(admin.delete("/users/" + id).status()).isEqualTo(200);
    assertThat(redeem(page).statusCode()).isEqualTo(401);
    assertThat(signIn("hill", hillUrl, "student8", "")).endsWith("#error=oidc-no-account");
  }

  @Test
  void anAdminLinksAnAccountWhoseNameNobodyHereHasAndUnlinksIt() throws Exception {
    Rest admin = Rest.signedIn(server, "admin@demo.school");
    String id = admin.userId("student9@demo.school");
    assertThat(signIn("hill", hillUrl, "pupil-of-the-hill", "")).endsWith("#error=oidc-no-account");
    Map<String, Object> link =
        Map.of("userId", id, "provider", "hill", "subject", "pupil-of-the-hill");
    JsonNode linked = admin.post("/identities", link).body();
    assertThat(linked.get("issuer").stringValue()).isEqualTo(hillUrl);
    assertThat(admin.get("/identities?userId=" + id).body().get("data").get(0)).isEqualTo(linked);
    Map<String, Object> ofAnotherSchool = Map.of("userId", id, "provider", "dale", "subject", "1");
    assertThat(admin.post("/identities", ofAnotherSchool).status()).isEqualTo(400);

    HttpResponse<String> in = redeem(signIn("hill", hillUrl, "pupil-of-the-hill", ""));
    JsonNode session = Rest.JSON.readTree(in.body());
    assertThat(session.get("user").get("_id").stringValue()).isEqualTo(id);
    var pupil = new Rest(url, session.get("accessToken").stringValue());
    assertThat(pupil.get("/identities").body().get("total").asInt()).isEqualTo(1);

    assertThat(admin.delete("/identities/" + linked.get("_id").stringValue()).status())
        .isEqualTo(200);
    assertThat(pupil.get("/identities").status()).isEqualTo(401);
    assertThat(signIn("hill", hillUrl, "pupil-of-the-hill", "")).endsWith("#error=oidc-no-account");
  }

  @Test
  void anAdminLinksAnAccountThatIsExpected() throws Exception {
    Rest admin = Rest.signedIn(server, "admin@demo.school");
    String id = admin.userId("student10@demo.school");
    Map<String, Object> link =
        Map.of("userId", id, "provider", "hill", "expected", "Later-Pupil@demo.school");
    JsonNode expected = admin.post("/identities", link).body();
    assertThat(expected.get("subject").isNull()).isTrue();
    HttpResponse<String> in = redeem(signIn("hill", hillUrl, "later-pupil", ""));
    JsonNode session = Rest.JSON.readTree(in.body());
    assertThat(session.get("user").get("_id").stringValue()).isEqualTo(id);
    JsonNode linked = admin.get("/identities?userId=" + id).body().get("data").get(0);
    assertThat(linked.get("subject").stringValue()).isEqualTo("later-pupil");
    assertThat(linked.get("expected").isNull()).isTrue();
    Map<String, Object> both =
        Map.of("userId", id, "provider", "hill", "expected", "x", "subject", "y");
    assertThat(admin.post("/identities", both).status()).isEqualTo(400);
  }

  /** Where the browser ends up. */
  private String signIn(String name, String provider, String account, String query)
      throws Exception {
    get(provider + "/as/" + account);
    return follow(url + "/authentication/oidc/" + name + query, "#");
  }

  private String follow(String from, String until) throws Exception {
    String at = from;
    for (int i = 0; i < 10; i++) {
      at = location(get(at));
      if (at.contains(until)) {
        return at;
      }
    }
    throw new AssertionError("it goes on at " + at);
  }

  private HttpResponse<String> get(String address) throws Exception {
    return browser.send(
        HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static String location(HttpResponse<String> response) {
    String location =
        response
            .headers()
            .firstValue("location")
            .orElseThrow(() -> new AssertionError(response + response.body()));
    return response.uri().resolve(location).toString();
  }

  private HttpResponse<String> redeem(String page) throws Exception {
    String code = page.substring(page.indexOf("#code=") + "#code=".length());
    return browser.send(
        HttpRequest.newBuilder(URI.create(url + "/authentication"))
            .header("content-type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    new JSONObject(Map.of("strategy", "oidc", "code", code)).toString()))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
