// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/** Names requests, in the log and to the client. They tell requests apart and guard nothing. */
final class RequestIds {

  static final String HEADER = "x-request-id";

  private static final Pattern VALID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private RequestIds() {}

  static String fresh() {
    return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  }

  /** The id that the client or a proxy gave the request if it is a sane one, else a fresh one. */
  static String of(HttpHeaders headers) {
    String given = headers.get(HEADER);
    return given != null && VALID.matcher(given).matches() ? given : fresh();
  }
}
