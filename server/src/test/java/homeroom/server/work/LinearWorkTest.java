// SPDX-License-Identifier: Apache-2.0
package homeroom.server.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a character of input costs does not depend on how many there are: on each way in, the worst
 * that is known for its parsers, at growing length, against a server whose steps are counted.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LinearWorkTest {

  /** Characters; the longest is what a request line may have. */
  private static final int[] LENGTHS = {1_000, 2_000, 4_000, 7_800};

  /** Steps of one character more. One that was looked at once for each other takes thousands. */
  private static final int STEPS_PER_CHARACTER = 150;

  /** Steps of what else happens meanwhile, such as a timer's turn. */
  private static final int ELSEWHERE = 20_000;

  private static final String JSON = "content-type: application/json";
  private static final String FORM = "content-type: application/x-www-form-urlencoded";
  private static final String POLLING = "/socket.io/?EIO=4&transport=polling";

  /** What is sent, by its length. */
  record Input(String name, Way way, IntFunction<String> text) {

    @Override
    public String toString() {
      return way + ": " + name;
    }
  }

  /** What a parser of {@code MeasuredParsers} is given, by its length. */
  record Parsed(String parser, String name, IntFunction<Object[]> arguments) {

    Class<?>[] types() {
      return Stream.of(arguments.apply(1)).map(Object::getClass).toArray(Class<?>[]::new);
    }

    @Override
    public String toString() {
      return parser + ": " + name;
    }
  }

  /** Where input goes in. */
  enum Way {
    TARGET,
    ACCEPT,
    ACCEPT_ENCODING,
    IF_NONE_MATCH,
    FORWARDED_FOR,
    FORWARDED,
    USER_AGENT,
    REQUEST_ID,
    AUTHORIZATION,
    ORIGIN,
    FORWARDED_HOST,
    PREFLIGHT_HEADERS,
    CONTENT_TYPE,
    FIELDS,
    SIGN_IN_BODY,
    CARDS_FORM,
    MESSAGE_BODY,
    USER_BODY,
    SETTINGS_BODY,
    SEARCH,
    OIDC_BEGIN,
    OIDC_CALLBACK,
    OIDC_COOKIE,
    POLLING_BODY,
    CONNECTED_BODY,
    HANDSHAKE
  }

  private AutoCloseable server;
  private AutoCloseable withProvider;
  private URI address;
  private URI addressWithProvider;
  private Class<?> parsers;
  private String bearer;
  private String settings;

  @BeforeAll
  void start(@TempDir Path data, @TempDir Path other) throws Exception {
    var loader = new CountingLoader(LinearWorkTest.class.getClassLoader());
    Class<?> type = loader.loadClass("homeroom.server.MeasuredServer");
    List<String> options =
        List.of(
            "--port=0",
            "--io=nio",
            "--roster-poll-ms=3600000",
            "--message-rate=0",
            "--call-rate=0",
            "--allow-origin=https://school.example",
            "--trusted-proxy=127.0.0.0/8");
    server = (AutoCloseable) type.getConstructor(Path.class, List.class).newInstance(data, options);
    address = URI.create((String) type.getMethod("address").invoke(server));
    bearer = "authorization: Bearer " + type.getMethod("token").invoke(server);
    settings = "/settings/" + type.getMethod("school").invoke(server);
    withProvider =
        (AutoCloseable)
            type.getConstructor(Path.class, List.class)
                .newInstance(
                    other,
                    List.of(
                        "--port=0",
                        "--io=nio",
                        "--roster-poll-ms=3600000",
                        "--public-url=http://127.0.0.1:1"));
    addressWithProvider = URI.create((String) type.getMethod("address").invoke(withProvider));
    parsers = loader.loadClass("homeroom.server.MeasuredParsers");
  }

  @AfterAll
  void stop() throws Exception {
    server.close();
    withProvider.close();
  }

  @ParameterizedTest
  @MethodSource("inputs")
  void aCharacterMoreCostsTheSameHoweverManyThereAre(Input input) throws Exception {
    demandLinear(input.toString(), length -> once(input.way(), input.text().apply(length)));
  }

  @ParameterizedTest
  @MethodSource("parsed")
  void norWithinAFileOrWhatAProviderSends(Parsed input) throws Exception {
    Method parser = parsers.getMethod(input.parser(), input.types());
    demandLinear(
        input.toString(),
        length -> {
          long before = Steps.taken();
          parser.invoke(null, input.arguments().apply(length));
          return Steps.taken() - before;
        });
  }

  /** How many steps something of a length takes. */
  private interface Work {
    long steps(int length) throws Exception;
  }

  private static void demandLinear(String what, Work work) throws Exception {
    long before = least(work, LENGTHS[0]);
    for (int i = 1; i < LENGTHS.length; i++) {
      long now = least(work, LENGTHS[i]);
      assertThat(now - before)
          .as("%s: steps from %d to %d characters", what, LENGTHS[i - 1], LENGTHS[i])
          .isLessThan((long) STEPS_PER_CHARACTER * (LENGTHS[i] - LENGTHS[i - 1]) + ELSEWHERE);
      before = now;
    }
  }

  /** Of three tries: the first loads classes, and timers turn at any time. */
  private static long least(Work work, int length) throws Exception {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      least = Math.min(least, work.steps(length));
    }
    return least;
  }

  private long once(Way way, String text) throws IOException {
    String target = target(way);
    long before = Steps.taken();
    boolean toProvider = way.name().startsWith("OIDC");
    String answer = request(way, text, target).answer(toProvider ? addressWithProvider : address);
    long steps = Steps.taken() - before;
    assertThat(answer).as("the answer to %s", way).matches("(?s)HTTP/1.1 [234].*");
    if (way == Way.SETTINGS_BODY) {
      assertThat(answer).as("what reads the rule").contains("not as rules are written");
    }
    return steps;
  }

  /** Where it is sent; a session of its own for what polls. */
  private String target(Way way) throws IOException {
    return switch (way) {
      case POLLING_BODY, CONNECTED_BODY, HANDSHAKE -> {
        String opened = RawRequest.get(POLLING).answer(address);
        int sid = opened.indexOf("\"sid\":\"") + 7;
        String session = POLLING + "&sid=" + opened.substring(sid, opened.indexOf('"', sid));
        if (way == Way.CONNECTED_BODY) {
          assertThat(RawRequest.post(session, "40").answer(address)).endsWith("ok");
        }
        yield session;
      }
      default -> "/users";
    };
  }

  private RawRequest request(Way way, String text, String target) {
    return switch (way) {
      case TARGET -> RawRequest.get(text);
      case ACCEPT -> RawRequest.get(target, bearer, "accept: " + text);
      case ACCEPT_ENCODING -> RawRequest.get(target, bearer, "accept-encoding: " + text);
      case IF_NONE_MATCH -> RawRequest.get(target, bearer, "if-none-match: " + text);
      case FORWARDED_FOR -> RawRequest.get(target, bearer, "x-forwarded-for: " + text);
      case FORWARDED -> RawRequest.get(target, bearer, "forwarded: " + text);
      case USER_AGENT -> RawRequest.post("/authentication", "{}", JSON, "user-agent: " + text);
      case OIDC_BEGIN -> RawRequest.get("/authentication/oidc/hill?" + text);
      case OIDC_CALLBACK -> RawRequest.get("/authentication/oidc/hill/callback?" + text);
      case OIDC_COOKIE ->
          RawRequest.get("/authentication/oidc/hill/callback?state=a&code=b", "cookie: " + text);
      case REQUEST_ID -> RawRequest.get(target, bearer, "x-request-id: " + text);
      case AUTHORIZATION -> RawRequest.get(target, "authorization: " + text);
      case ORIGIN -> RawRequest.get(target, bearer, "origin: " + text);
      case FORWARDED_HOST ->
          RawRequest.get(target, bearer, "origin: http://b", "x-forwarded-host: " + text);
      case PREFLIGHT_HEADERS ->
          new RawRequest(
              "OPTIONS /users HTTP/1.1\r\n"
                  + "origin: https://school.example\r\n"
                  + "access-control-request-method: GET\r\n"
                  + "access-control-request-headers: "
                  + text
                  + "\r\n",
              new byte[0]);
      case CONTENT_TYPE -> RawRequest.post(target, "{}", bearer, "content-type: " + text);
      case FIELDS -> RawRequest.get(target, bearer, text);
      case SIGN_IN_BODY -> RawRequest.post("/authentication", text, JSON);
      case CARDS_FORM -> RawRequest.post("/sign-in-cards", text, FORM);
      case MESSAGE_BODY -> RawRequest.post("/messages", text, bearer, JSON);
      case USER_BODY -> RawRequest.post("/users", text, bearer, JSON);
      case SETTINGS_BODY -> {
        RawRequest post = RawRequest.post(settings, text, bearer, JSON);
        yield new RawRequest("PATCH" + post.head().substring(4), post.body());
      }
      case SEARCH -> RawRequest.get("/messages?$search=" + text, bearer);
      case POLLING_BODY, CONNECTED_BODY, HANDSHAKE -> RawRequest.post(target, text);
    };
  }

  static Stream<Parsed> parsed() {
    String people = "role,name,email,username,classes\n";
    String users =
        "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,"
            + "givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,"
            + "password\n";
    String person = "a,,,true,o,student,ada,,";
    return Stream.of(
        file("people.csv", "quotes", n -> people + "\"".repeat(n)),
        file("people.csv", "an open quote", n -> people + "student,\"" + "a\n".repeat(n / 2)),
        file("people.csv", "commas", n -> people + ",".repeat(n)),
        file("people.csv", "empty lines", n -> people + "\n".repeat(n)),
        file("people.csv", "columns", n -> distinct(n, "c%06d,", 8)),
        file("people.csv", "a name", n -> people + "student," + " ".repeat(n) + "x,a@b"),
        file("people.csv", "classes", n -> people + "student,a,a@b,," + "7B;".repeat(n / 3)),
        file("people.csv", "line ends", n -> people + "student,\"" + "\r\n".repeat(n / 2) + "\","),
        file("people.csv", "marks", n -> people + "student,a" + "\u0315\u0316".repeat(n / 2)),
        file(
            "users.csv",
            "user ids",
            n -> users + "a,,,true,o,student,ada,\"" + "{a:1},".repeat(n / 6)),
        file("users.csv", "a family name", n -> users + person + "A," + "b ".repeat(n / 2)),
        file("manifest.csv", "properties", n -> "propertyName,value\n" + "a,b\n".repeat(n / 4)),
        new Parsed("rosterZip", "no ZIP", n -> new Object[] {new byte[n]}),
        new Parsed("callback", "parameters", n -> new Object[] {"a=&".repeat(n / 3)}),
        new Parsed("callback", "a state", n -> new Object[] {"code=a&state=" + "b".repeat(n)}),
        new Parsed(
            "callback", "escapes", n -> new Object[] {"state=a&code=" + "%41".repeat(n / 3)}),
        new Parsed("callback", "one often", n -> new Object[] {"code=a&".repeat(n / 7)}),
        new Parsed("callback", "a token", n -> new Object[] {"response=" + "a.".repeat(n / 2)}),
        new Parsed("callback", "an error", n -> new Object[] {"error=" + "+".repeat(n)}));
  }

  private static Parsed file(String file, String name, IntFunction<String> text) {
    return new Parsed("rosterFile", file + ", " + name, n -> new Object[] {file, text.apply(n)});
  }

  static Stream<Input> inputs() {
    return Stream.of(targets(), headers(), bodies(), packets()).flatMap(each -> each);
  }

  private static Stream<Input> targets() {
    return Stream.of(
        of(Way.TARGET, "slashes within", n -> "/a" + "/".repeat(n) + "x"),
        of(Way.TARGET, "slashes", "/"::repeat),
        of(Way.TARGET, "slashes before a service", n -> "/".repeat(n) + "users"),
        of(Way.TARGET, "folders of files", n -> "/docs/" + "a/".repeat(n / 2) + "x.js"),
        of(Way.TARGET, "one long file", n -> "/docs/" + "a".repeat(n) + "/.js"),
        of(Way.TARGET, "dots", n -> "/docs/" + "a.".repeat(n / 2) + "js"),
        of(Way.TARGET, "folders", n -> "/a".repeat(n / 2)),
        of(Way.TARGET, "escapes", n -> "/" + "%41".repeat(n / 3)),
        of(Way.TARGET, "dot segments", n -> "/" + "a/.".repeat(n / 3)),
        of(Way.TARGET, "a long id", n -> "/messages/" + "a".repeat(n)),
        of(Way.TARGET, "parameters", n -> "/users?" + "a&".repeat(n / 2)),
        of(Way.TARGET, "brackets", n -> "/users?a" + "[]".repeat(n / 2) + "=1"),
        of(Way.TARGET, "open brackets", n -> "/users?a" + "[".repeat(n)),
        of(Way.TARGET, "one name often", n -> "/users?" + "a=1&".repeat(n / 4)),
        of(Way.TARGET, "a list", n -> "/users?" + "a[]=1&".repeat(n / 6)),
        of(Way.TARGET, "many names", n -> "/users?" + distinct(n, "%06d=&", 8)),
        of(Way.TARGET, "plus signs", n -> "/users?name=" + "+".repeat(n)),
        of(Way.TARGET, "escapes in a query", n -> "/users?" + "%5b".repeat(n / 3)),
        of(Way.TARGET, "parameters of a handshake", n -> POLLING + "&a".repeat(n / 2)),
        of(Way.TARGET, "a session", n -> POLLING + "&sid=" + "a".repeat(n)),
        of(Way.OIDC_BEGIN, "a return", n -> "return=" + "/a".repeat(n / 2)),
        of(Way.OIDC_BEGIN, "escapes", n -> "return=" + "%2F".repeat(n / 3)),
        of(Way.OIDC_BEGIN, "parameters", n -> "a=&".repeat(n / 3)),
        of(Way.OIDC_CALLBACK, "parameters", n -> "a=&".repeat(n / 3)),
        of(Way.SEARCH, "quotes", n -> "%22".repeat(n / 3)),
        of(Way.SEARCH, "letters", n -> "%c4%b0".repeat(n / 6)),
        of(Way.SEARCH, "words", n -> "a+".repeat(n / 2)),
        of(Way.SEARCH, "punctuation", n -> ".".repeat(n)));
  }

  private static Stream<Input> headers() {
    return Stream.of(
        of(Way.ACCEPT, "commas", ","::repeat),
        of(Way.ACCEPT, "spaces", n -> "application/json" + " ".repeat(n) + "x"),
        of(Way.ACCEPT, "weights", n -> "application/json;q=0".repeat(n / 20)),
        of(Way.ACCEPT, "zeros", n -> "application/json;q=0." + "0".repeat(n)),
        of(Way.ACCEPT, "semicolons", n -> "*/*" + ";".repeat(n)),
        of(Way.ACCEPT_ENCODING, "commas", ","::repeat),
        of(Way.ACCEPT_ENCODING, "zeros", n -> "gzip;q=0." + "0".repeat(n) + "x"),
        of(Way.ACCEPT_ENCODING, "semicolons", n -> "gzip" + ";".repeat(n)),
        of(Way.IF_NONE_MATCH, "tags", n -> "\"a\",".repeat(n / 4)),
        of(Way.IF_NONE_MATCH, "commas", ","::repeat),
        of(Way.FORWARDED_FOR, "trusted neighbours", n -> "127.0.0.1,".repeat(n / 10)),
        of(Way.FORWARDED_FOR, "colons", ":"::repeat),
        of(Way.FORWARDED_FOR, "digits", "1"::repeat),
        of(Way.FORWARDED, "elements", n -> "for=127.0.0.1,".repeat(n / 14)),
        of(Way.FORWARDED, "pairs", n -> "a=b;".repeat(n / 4)),
        of(Way.FORWARDED, "quotes", n -> "for=\"" + "\\\"".repeat(n / 2)),
        of(Way.FORWARDED, "an open address", n -> "for=\"[" + ":".repeat(n)),
        of(Way.USER_AGENT, "words", n -> "a/1 ".repeat(n / 4)),
        of(Way.OIDC_COOKIE, "cookies", n -> "a=b;".repeat(n / 4)),
        of(Way.OIDC_COOKIE, "semicolons", ";"::repeat),
        of(Way.OIDC_COOKIE, "what was sealed", n -> "homeroom-oidc=" + "A".repeat(n)),
        of(Way.REQUEST_ID, "letters", "a"::repeat),
        of(Way.AUTHORIZATION, "spaces", n -> "Bearer" + " ".repeat(n) + "x"),
        of(Way.AUTHORIZATION, "dots", n -> "Bearer " + ".".repeat(n)),
        of(
            Way.AUTHORIZATION,
            "base64",
            n -> "Bearer " + "e30".repeat(n / 9) + "." + "e30".repeat(n / 9) + ".x"),
        of(Way.ORIGIN, "letters", n -> "https://" + "a".repeat(n)),
        of(Way.ORIGIN, "colons", n -> "https://" + ":".repeat(n)),
        of(Way.FORWARDED_HOST, "hosts", n -> "a,".repeat(n / 2)),
        of(Way.FORWARDED_HOST, "colons", ":"::repeat),
        of(Way.PREFLIGHT_HEADERS, "names", "a,"::repeat),
        of(Way.PREFLIGHT_HEADERS, "spaces", n -> " ".repeat(n) + "!"),
        of(Way.CONTENT_TYPE, "semicolons", n -> "application/json" + ";".repeat(n)),
        of(Way.FIELDS, "many", n -> distinct(n, "x%06d: 1\r\n", 12) + "x: 1"),
        of(Way.FIELDS, "one often", n -> "x:1\r\n".repeat(n / 5) + "x: 1"));
  }

  private static Stream<Input> bodies() {
    return Stream.of(
        of(Way.SIGN_IN_BODY, "arrays", "["::repeat),
        of(Way.SIGN_IN_BODY, "objects", n -> "{\"a\":".repeat(n / 5)),
        of(Way.SIGN_IN_BODY, "names", n -> "{" + distinct(n, "\"%06d\":1,", 11) + "\"a\":1}"),
        of(Way.SIGN_IN_BODY, "escapes", n -> "{\"a\":\"" + "\\u0041".repeat(n / 6) + "\"}"),
        of(Way.SIGN_IN_BODY, "digits", n -> "{\"a\":" + "9".repeat(n) + "}"),
        of(Way.SIGN_IN_BODY, "fraction", n -> "{\"a\":0." + "9".repeat(n) + "}"),
        of(Way.SIGN_IN_BODY, "spaces", n -> " ".repeat(n) + "{}"),
        of(Way.SIGN_IN_BODY, "a code", n -> signIn("\"code\":\"" + "0".repeat(n) + "\"")),
        of(Way.SIGN_IN_BODY, "a challenge", n -> signIn("\"challenge\":\"" + "A".repeat(n) + "\"")),
        of(Way.CARDS_FORM, "fields", n -> "a=1&".repeat(n / 4)),
        of(Way.CARDS_FORM, "brackets", n -> "a" + "[]".repeat(n / 2) + "=1"),
        of(Way.CARDS_FORM, "escapes", n -> "classId=" + "%41".repeat(n / 3)),
        of(Way.CARDS_FORM, "hours", n -> "hours=" + "9".repeat(n)),
        of(Way.USER_BODY, "an address", n -> "{\"email\":\"" + "a".repeat(n) + "\"}"),
        of(Way.USER_BODY, "ats", n -> "{\"email\":\"" + "@a".repeat(n / 2) + "\"}"),
        of(Way.USER_BODY, "a name", n -> "{\"name\":\"" + " ".repeat(n) + "x\"}"),
        of(Way.USER_BODY, "fields", n -> "{" + distinct(n, "\"%06d\":1,", 11) + "\"a\":1}"),
        of(Way.SETTINGS_BODY, "a time zone", n -> timeZone("A/".repeat(n / 2))),
        of(Way.SETTINGS_BODY, "an offset", n -> timeZone("UTC+" + "1".repeat(n))),
        of(Way.SETTINGS_BODY, "hours", n -> quiet("mon-fri " + "1".repeat(n) + "-06:00")),
        of(Way.SETTINGS_BODY, "colons", n -> quiet("mon-fri " + ":".repeat(n) + "-06:00")),
        of(Way.SETTINGS_BODY, "days", n -> quiet("mon,".repeat(n / 4) + " 25:00-06:00")),
        of(Way.SETTINGS_BODY, "dashes", n -> quiet("mon-fri " + "-".repeat(n))),
        of(Way.SETTINGS_BODY, "spaces", n -> quiet("mon-fri" + " ".repeat(n) + "x")),
        of(Way.SETTINGS_BODY, "windows", n -> quiet("mon 08:00-09:00;".repeat(n / 16) + "x")),
        of(Way.MESSAGE_BODY, "words", n -> message("a ".repeat(n / 2))),
        of(Way.MESSAGE_BODY, "marks", n -> message("a" + "\u0315\u0316".repeat(n / 2))),
        of(Way.MESSAGE_BODY, "a client id", n -> message("x\",\"clientId\":\"" + "a".repeat(n))));
  }

  private static Stream<Input> packets() {
    return Stream.of(
        of(Way.POLLING_BODY, "separators", "\u001e"::repeat),
        of(Way.POLLING_BODY, "base64 lines", n -> "b" + "\n".repeat(n)),
        of(Way.POLLING_BODY, "pongs", n -> "3\u001e".repeat(n / 2)),
        of(Way.POLLING_BODY, "a number of attachments", n -> "45" + "1".repeat(n) + "-[]"),
        of(Way.POLLING_BODY, "a namespace", n -> "40/" + "a".repeat(n)),
        of(Way.POLLING_BODY, "a query of a namespace", n -> "40/?" + "a&".repeat(n / 2) + ","),
        of(Way.HANDSHAKE, "names", n -> "40{" + distinct(n, "\"%06d\":1,", 11) + "\"a\":1}"),
        of(Way.HANDSHAKE, "a token", n -> "40{\"token\":\"" + "a.".repeat(n / 2) + "\"}"),
        of(Way.CONNECTED_BODY, "backslashes", n -> "42[\"" + "\\".repeat(n)),
        of(Way.CONNECTED_BODY, "arrays", n -> "42" + "[".repeat(n)),
        of(Way.CONNECTED_BODY, "an id", n -> "42" + "0".repeat(n) + "[\"a\"]"),
        of(Way.CONNECTED_BODY, "an event", n -> "421[\"" + "a".repeat(n) + "\"]"),
        of(Way.CONNECTED_BODY, "calls", n -> "421[\"find\",\"users\",{}]\u001e".repeat(n / 24)),
        of(Way.CONNECTED_BODY, "arguments", n -> "421[\"find\"" + ",1".repeat(n / 2) + "]"),
        of(Way.CONNECTED_BODY, "answers", n -> "431[]\u001e".repeat(n / 6)),
        of(
            Way.CONNECTED_BODY,
            "placeholders",
            n ->
                "451-[\"a\""
                    + ",{\"_placeholder\":true,\"num\":0}".repeat(n / 30)
                    + "]\u001ebAAAA"));
  }

  private static Input of(Way way, String name, IntFunction<String> text) {
    return new Input(name, way, text);
  }

  private static String signIn(String field) {
    return "{\"strategy\":\"code\"," + field + "}";
  }

  private static String timeZone(String zone) {
    return "{\"version\":0,\"preview\":true,\"timeZone\":\"" + zone + "\"}";
  }

  private static String quiet(String window) {
    return "{\"version\":0,\"preview\":true,\"quiet\":[\"" + window + "\"]}";
  }

  private static String message(String text) {
    return "{\"conversationId\":\"x\",\"text\":\"" + text + "\"}";
  }

  /** Numbered from 0, together about so many characters. */
  private static String distinct(int characters, String form, int each) {
    var text = new StringBuilder(characters);
    for (int i = 0; i < characters / each; i++) {
      text.append(form.formatted(i));
    }
    return text.toString();
  }
}
