// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * The content coding of a request's body (RFC 9110, section 8.4): none, or gzip. Whoever handles a
 * request gets it decoded.
 */
enum ContentCoding {
  IDENTITY,
  GZIP,
  UNKNOWN;

  /**
   * More than this many bytes do not come of one (RFC 1951: 258 of two bits, and what is around).
   */
  private static final int MOST_GROWTH = 1_040;

  private static final int STEP_BYTES = 8_192;

  /** A body that cannot be taken. */
  static final class Refused extends Exception {

    private static final long serialVersionUID = 1;

    private final int status;

    Refused(int status, String message) {
      super(message);
      this.status = status;
    }

    int status() {
      return status;
    }
  }

  /** That which the values of {@code Content-Encoding} name. */
  static ContentCoding of(List<String> encodings) {
    String only = encodings.size() == 1 ? encodings.getFirst().strip() : "";
    if (encodings.isEmpty() || only.equalsIgnoreCase("identity")) {
      return IDENTITY;
    }
    return only.equalsIgnoreCase("gzip") || only.equalsIgnoreCase("x-gzip") ? GZIP : UNKNOWN;
  }

  /** How many bytes more a body of so many can take once it is decoded. */
  int growth(int bytes, int maxBytes) {
    return this == GZIP ? (int) Math.min(maxBytes, (long) bytes * MOST_GROWTH) : 0;
  }

  /**
   * The body itself.
   *
   * @param maxBytes of what it is; no more of it is decoded
   */
  byte[] decoded(byte[] body, int maxBytes) throws Refused {
    return switch (this) {
      case IDENTITY -> body;
      case GZIP -> body.length == 0 ? body : gunzipped(body, maxBytes);
      case UNKNOWN ->
          throw new Refused(415, "The only Content-Encoding understood is 'gzip'; or send none.");
    };
  }

  /** Gives way to other virtual threads again and again. */
  private static byte[] gunzipped(byte[] body, int maxBytes) throws Refused {
    var decoded = new ByteArrayOutputStream(Math.min(maxBytes, 2 * body.length));
    var inTurns = new YieldingOutput(decoded);
    byte[] step = new byte[STEP_BYTES];
    try (var gzip = new GZIPInputStream(new ByteArrayInputStream(body), STEP_BYTES)) {
      for (int read = gzip.read(step); read >= 0; read = gzip.read(step)) {
        if (read > maxBytes - decoded.size()) {
          throw new Refused(
              413, "The body is larger than the " + maxBytes + " bytes allowed here, decoded.");
        }
        inTurns.write(step, 0, read);
      }
    } catch (IOException broken) {
      throw new Refused(400, "The body is not what its Content-Encoding says: gzip.");
    }
    return decoded.toByteArray();
  }
}
