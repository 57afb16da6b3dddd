// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Where people reach the server, whatever it listens on.
 *
 * @param origin scheme, host and port, as browsers send it
 * @param path the folder of that host that is ours, such as {@code /chat}; "" for all of it
 */
record PublicUrl(String origin, String path) {

  /** The address without a slash at its end. */
  @Override
  public String toString() {
    return origin + path;
  }

  /** Reads {@code https://HOST[:PORT][/PREFIX]}. */
  static final class Converter implements ITypeConverter<PublicUrl> {

    @Override
    public PublicUrl convert(String text) {
      try {
        URI uri = new URI(text);
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        boolean web = scheme.equals("https") || scheme.equals("http");
        boolean bare =
            uri.getRawUserInfo() == null && uri.getRawQuery() == null && uri.getFragment() == null;
        if (web && bare && uri.getHost() != null && isPlain(uri.getPath())) {
          String origin = scheme + "://" + uri.getRawAuthority().toLowerCase(Locale.ROOT);
          return new PublicUrl(origin, withoutSlashes(uri.getPath()));
        }
      } catch (URISyntaxException e) {
        // It is said below what would be right.
      }
      throw new TypeConversionException(
          "it is https://HOST or https://HOST/PREFIX, but this is: " + text);
    }

    private static boolean isPlain(String path) {
      return !path.contains("/.") && !path.contains("//");
    }

    private static String withoutSlashes(String path) {
      int end = path.length();
      while (end > 0 && path.charAt(end - 1) == '/') {
        end--;
      }
      return path.substring(0, end);
    }
  }
}
