// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * The path and query of a request line (RFC 9112, section 3.2).
 *
 * <p>A decoded path has one reading only: an encoded slash or NUL, a control character, a backslash
 * and a dot segment are refused, so that no two routes can take one path for two places.
 *
 * @param path decoded, starting with {@code /}, or {@code *} for {@code OPTIONS *}
 * @param rawQuery as sent, without {@code ?}; "" if none
 */
record RequestTarget(String path, String rawQuery) {

  static RequestTarget parse(String method, String target) throws BadTargetException {
    if (target.equals("*") && method.equals("OPTIONS")) {
      return new RequestTarget(target, "");
    }
    String origin = originForm(target);
    int question = origin.indexOf('?');
    String rawPath = question < 0 ? origin : origin.substring(0, question);
    String rawQuery = question < 0 ? "" : origin.substring(question + 1);
    if (origin.indexOf('#') >= 0) {
      throw new BadTargetException("A request target has no fragment: leave out '#'.");
    }
    return new RequestTarget(checked(decoded(rawPath)), rawQuery);
  }

  /** The same without the base at the beginning of its path, if it is there. */
  RequestTarget within(String base) {
    boolean has = !base.isEmpty() && path.startsWith(base) && path.startsWith("/", base.length());
    return has ? new RequestTarget(path.substring(base.length()), rawQuery) : this;
  }

  /** The absolute form {@code http://host/path} must be understood too; the host plays no part. */
  private static String originForm(String target) throws BadTargetException {
    if (target.startsWith("/")) {
      return target;
    }
    int scheme = target.indexOf("://");
    if (!target.regionMatches(true, 0, "http", 0, 4) || scheme < 4 || scheme > 5) {
      throw new BadTargetException("A request target starts with '/'.");
    }
    for (int i = scheme + 3; i < target.length(); i++) {
      char c = target.charAt(i);
      if (c == '/') {
        return target.substring(i);
      }
      if (c == '?') {
        return "/" + target.substring(i);
      }
    }
    return "/";
  }

  private static String decoded(String raw) throws BadTargetException {
    boolean plain = true;
    for (int i = 0; i < raw.length() && plain; i++) {
      plain = raw.charAt(i) != '%' && raw.charAt(i) < 0x80;
    }
    return plain ? raw : percentDecoded(raw);
  }

  private static String percentDecoded(String raw) throws BadTargetException {
    byte[] bytes = raw.getBytes(StandardCharsets.ISO_8859_1);
    var decoded = ByteBuffer.allocate(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] != '%') {
        decoded.put(bytes[i]);
        continue;
      }
      int value = i + 2 < bytes.length ? hexByte(bytes[i + 1], bytes[i + 2]) : -1;
      if (value < 0) {
        throw new BadTargetException("'%' in a path is followed by two hexadecimal digits.");
      }
      if (value == '/') {
        throw new BadTargetException("A path segment must not contain an encoded slash (%2F).");
      }
      decoded.put((byte) value);
      i += 2;
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(decoded.flip()).toString();
    } catch (CharacterCodingException malformed) {
      throw new BadTargetException("A path is percent-encoded UTF-8.");
    }
  }

  private static int hexByte(byte high, byte low) {
    int h = Character.digit(high, 16);
    int l = Character.digit(low, 16);
    return h < 0 || l < 0 ? -1 : h << 4 | l;
  }

  private static String checked(String path) throws BadTargetException {
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c < 0x20 || c == 0x7f || c == '\\') {
        throw new BadTargetException(
            "A path must not contain NUL, other control characters or backslashes.");
      }
    }
    if (path.contains("/.") && hasDotSegment(path)) {
      throw new BadTargetException("A path must not contain the segments '.' and '..'.");
    }
    return path;
  }

  private static boolean hasDotSegment(String path) {
    for (String segment : path.split("/", -1)) {
      if (segment.equals(".") || segment.equals("..")) {
        return true;
      }
    }
    return false;
  }
}
