// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio;

import homeroom.http.ErrorPage;
import homeroom.http.HttpHandler;
import homeroom.http.StaticFiles;
import java.util.List;
import java.util.stream.Stream;

/**
 * The official JavaScript client for browsers, as Socket.IO servers serve it beside themselves. The
 * files are those of the package {@code socket.io-client} on npm, byte for byte.
 */
public final class ClientFiles {

  /**
   * The paths to be given to the handler. That of the client for MessagePack, which this server
   * does not speak, is among them to be answered 404, as is its map.
   */
  public static final List<String> PATHS =
      Stream.of(
              "socket.io.js",
              "socket.io.min.js",
              "socket.io.esm.min.js",
              "socket.io.msgpack.min.js")
          .map(name -> "/socket.io/" + name)
          .flatMap(path -> Stream.of(path, path + ".map"))
          .toList();

  private ClientFiles() {}

  /** Serves the files, with their entity tags. */
  public static HttpHandler handler(ErrorPage errorPage) {
    return new StaticFiles(
        ClientFiles.class.getClassLoader(), "homeroom/socketio/client", "/socket.io/", errorPage);
  }
}
