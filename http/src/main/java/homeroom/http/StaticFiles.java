// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Serves the files of one folder of the class path below a path prefix, with their content types
 * and entity tags. A path that ends in a slash means its {@code index.html}; the prefix without its
 * slash is redirected there. Only files of the types listed here are served, and none whose name or
 * folder starts with a dot. Files are kept in memory once read: the class path does not change, and
 * what is on it is bounded.
 *
 * <p>Safe for many threads.
 */
public final class StaticFiles implements HttpHandler {

  private static final Map<String, String> CONTENT_TYPES =
      Map.ofEntries(
          Map.entry("html", "text/html; charset=utf-8"),
          Map.entry("css", "text/css; charset=utf-8"),
          Map.entry("js", "text/javascript; charset=utf-8"),
          Map.entry("mjs", "text/javascript; charset=utf-8"),
          Map.entry("map", "application/json"),
          Map.entry("json", "application/json"),
          Map.entry("txt", "text/plain; charset=utf-8"),
          Map.entry("md", "text/markdown; charset=utf-8"),
          Map.entry("ts", "text/plain; charset=utf-8"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("png", "image/png"),
          Map.entry("jpg", "image/jpeg"),
          Map.entry("webp", "image/webp"),
          Map.entry("ico", "image/x-icon"),
          Map.entry("woff2", "font/woff2"),
          Map.entry("wasm", "application/wasm"),
          Map.entry("webmanifest", "application/manifest+json"));

  private final ClassLoader resources;
  private final String folder;
  private final String pathPrefix;
  private final ErrorPage errorPage;
  private final Etag tagged = new Etag(this::read);
  private final Map<String, HttpResponse> files = new ConcurrentHashMap<>();

  /**
   * Serves a folder.
   *
   * @param folder of {@code resources}, without slashes at its ends, such as {@code web/docs}
   * @param pathPrefix where the folder begins, such as {@code /docs/}
   */
  public StaticFiles(ClassLoader resources, String folder, String pathPrefix, ErrorPage errorPage) {
    if (!isSafe(folder)) {
      throw new IllegalArgumentException("not a folder of the class path: " + folder);
    }
    this.resources = resources;
    this.folder = folder;
    this.pathPrefix = pathPrefix.endsWith("/") ? pathPrefix : pathPrefix + "/";
    this.errorPage = errorPage;
  }

  @Override
  public HttpResponse handle(HttpRequest request) throws Exception {
    if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
      return errorPage
          .answer(405, "A file can only be read: GET or HEAD.")
          .with("allow", "GET, HEAD");
    }
    if ((request.path() + "/").equals(pathPrefix)) {
      // Without the slash, the page's relative links would miss the folder. Relative itself, since
      // a proxy may have put all of this into a folder of its own.
      String folder =
          pathPrefix.substring(pathPrefix.lastIndexOf('/', pathPrefix.length() - 2) + 1);
      return HttpResponse.empty(308).with("location", folder);
    }
    return tagged.handle(request);
  }

  private HttpResponse read(HttpRequest request) throws IOException {
    String name = name(request.path());
    HttpResponse known = files.get(name);
    if (known != null) {
      return known;
    }
    HttpResponse file = load(name);
    if (file == null) {
      return errorPage.answer(404, "There is no file at " + request.path() + ".");
    }
    files.put(name, file);
    return file;
  }

  private String name(String path) {
    if (!path.startsWith(pathPrefix)) {
      return "";
    }
    String name = path.substring(pathPrefix.length());
    return name.isEmpty() || name.endsWith("/") ? name + "index.html" : name;
  }

  /**
   * Whether a path is of names that have letters, digits, underscores, hyphens and dots, and do not
   * start with a dot.
   */
  private static boolean isSafe(String path) {
    boolean starts = true;
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      boolean slash = c == '/';
      if (starts ? !isNamePart(c) : !isNamePart(c) && !slash && c != '.') {
        return false;
      }
      starts = slash;
    }
    return !starts;
  }

  private static boolean isNamePart(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '-';
  }

  private @Nullable HttpResponse load(String name) throws IOException {
    String contentType = CONTENT_TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    if (contentType == null || !isSafe(name)) {
      return null;
    }
    try (InputStream file = resources.getResourceAsStream(folder + "/" + name)) {
      if (file == null) {
        return null;
      }
      byte[] body = file.readAllBytes();
      return HttpResponse.of(200, contentType, body).with("etag", Etag.of(body));
    }
  }
}
