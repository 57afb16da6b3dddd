// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Set;

/**
 * Lets clients keep the 200 answers to GET of another handler and ask whether they still hold (RFC
 * 9110, section 13.1.2): an answer without an entity tag gets one of its body's hash, and a request
 * that names the tag gets 304. Answers without a {@code Cache-Control} get {@code no-cache}: kept,
 * and asked about each time.
 */
public final class Etag implements HttpHandler {

  /** What a 304 repeats of the answer it stands for (RFC 9110, section 15.4.5). */
  private static final Set<String> KEPT =
      Set.of("cache-control", "content-location", "etag", "expires", "vary");

  private static final int TAG_BYTES = 16;

  private final HttpHandler handler;

  public Etag(HttpHandler handler) {
    this.handler = handler;
  }

  @Override
  public HttpResponse handle(HttpRequest request) throws Exception {
    HttpResponse answer = handler.handle(request);
    boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
    if (!reads || answer.status() != 200) {
      return answer;
    }
    HttpResponse tagged = answer.withDefault("cache-control", "no-cache");
    if (tagged.headers().first("etag").isEmpty()) {
      tagged = tagged.with("etag", of(tagged.body()));
    }
    String tag = tagged.headers().first("etag").orElseThrow();
    return names(request.headers().all("if-none-match"), tag) ? notModified(tagged) : tagged;
  }

  /** The strong entity tag of these bytes. */
  static String of(byte[] body) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(body);
      byte[] start = Arrays.copyOf(hash, TAG_BYTES);
      return "\"" + Base64.getUrlEncoder().withoutPadding().encodeToString(start) + "\"";
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible); // every Java platform has SHA-256
    }
  }

  /** The weak comparison, as If-None-Match asks for. */
  private static boolean names(List<String> ifNoneMatch, String tag) {
    for (String named : String.join(",", ifNoneMatch).split(",", -1)) {
      String given = named.strip();
      if (given.equals("*") || opaque(given).equals(opaque(tag))) {
        return true;
      }
    }
    return false;
  }

  private static String opaque(String tag) {
    return tag.startsWith("W/") ? tag.substring(2) : tag;
  }

  private static HttpResponse notModified(HttpResponse answer) {
    var kept = new HashMap<>(answer.headers().fields());
    kept.keySet().retainAll(KEPT);
    return new HttpResponse(304, new Headers(kept), HttpResponse.empty(304).body());
  }
}
