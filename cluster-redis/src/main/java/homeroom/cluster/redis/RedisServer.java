// SPDX-License-Identifier: Apache-2.0
package homeroom.cluster.redis;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The address of a Redis server. Its text never has the password, nor has any fault.
 *
 * @param database 0 to 15, unless the server has more
 * @param user null for the one that is called "default"
 * @param password null where none is asked for
 */
public record RedisServer(
    String host,
    int port,
    int database,
    boolean tls,
    @Nullable String user,
    @Nullable String password) {

  private static final int DEFAULT_PORT = 6379;
  private static final int MAX_PORT = 65_535;

  private static final String FORM =
      "A Redis server is redis://[[USER]:PASSWORD@]HOST[:PORT][/DATABASE], or rediss://… with TLS;"
          + " in a password write characters such as / and @ as %2F and %40.";

  /**
   * Reads {@code redis://[[user]:password@]host[:port][/database]}, {@code rediss} with TLS.
   *
   * @throws IllegalArgumentException with a sentence for whoever wrote it
   */
  public static RedisServer parse(String text) {
    URI uri = uri(text);
    boolean tls = "rediss".equals(uri.getScheme());
    if (!(tls || "redis".equals(uri.getScheme()))
        || uri.getHost() == null
        || uri.getPort() == 0
        || uri.getPort() > MAX_PORT
        || uri.getQuery() != null
        || uri.getFragment() != null) {
      throw new IllegalArgumentException(FORM);
    }
    int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
    String info = uri.getUserInfo();
    if (info == null) {
      return new RedisServer(host(uri), port, database(uri), tls, null, null);
    }
    int colon = info.indexOf(':');
    String user = colon > 0 ? info.substring(0, colon) : null;
    return new RedisServer(
        host(uri), port, database(uri), tls, user, info.substring(Math.max(colon, -1) + 1));
  }

  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(FORM); // its message has the text
    }
  }

  private static String host(URI uri) {
    String host = uri.getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private static int database(URI uri) {
    String path = Objects.requireNonNullElse(uri.getPath(), "");
    if (path.isEmpty() || path.equals("/")) {
      return 0;
    }
    for (int i = 1; i < path.length(); i++) {
      if (path.charAt(i) < '0' || path.charAt(i) > '9' || i > 4) {
        throw new IllegalArgumentException(FORM);
      }
    }
    return Integer.parseInt(path.substring(1));
  }

  /** What it is called in logs, and what decides which schools it has. */
  String name() {
    return host + ":" + port + "/" + database;
  }

  @Override
  public String toString() {
    return (tls ? "rediss://" : "redis://") + name();
  }
}
