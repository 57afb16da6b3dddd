// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio;

import homeroom.http.ErrorPage;
import homeroom.http.HttpHandler;
import homeroom.http.StaticFiles;
import java.util.List;

/**
 * The official JavaScript client for browsers, as Socket.IO servers serve it beside themselves. The
 * files are those of the package {@code socket.io-client} on npm, byte for byte.
 */
public final class ClientFiles {

  /** The paths to be given to the handler. */
  public static final List<String> PATHS =
      List.of("/socket.io/socket.io.min.js", "/socket.io/socket.io.min.js.map");

  private ClientFiles() {}

  /** Serves the files, with their entity tags. */
  public static HttpHandler handler(ErrorPage errorPage) {
    return new StaticFiles(
        ClientFiles.class.getClassLoader(), "homeroom/socketio/client", "/socket.io/", errorPage);
  }
}
