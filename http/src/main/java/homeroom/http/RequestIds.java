// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** Names requests, in the log and to the client. They tell requests apart and guard nothing. */
final class RequestIds {

  static final String HEADER = "x-request-id";

  private static final int MAX_LENGTH = 64;

  private RequestIds() {}

  static String fresh() {
    return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  }

  /** The id that the client or a proxy gave the request if it is a sane one, else a fresh one. */
  static String of(HttpHeaders headers) {
    String given = headers.get(HEADER);
    return given != null && isSane(given) ? given : fresh();
  }

  private static boolean isSane(String id) {
    return !id.isEmpty()
        && id.length() <= MAX_LENGTH
        && id.chars().allMatch(RequestIds::isIdCharacter);
  }

  private static boolean isIdCharacter(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "._-".indexOf(c) >= 0;
  }
}
