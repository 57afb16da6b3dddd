// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One demo server for all tests of the classes that want the same options. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(SharedServer.Starter.class)
abstract class SharedServer {

  protected ServerProcess server;
  protected Path data;

  @SuppressWarnings("NullAway.Init")
  SharedServer() {}

  /** What the server is told, apart from where its data is: the tests write more than people do. */
  protected String[] options() {
    return new String[] {"--message-rate", "0", "--call-rate", "0"};
  }

  /** A user of the demo by the first part of the address. */
  protected Person person(String name) throws Exception {
    return Person.signedIn(server, name);
  }

  /** Starts each server once; it ends with the whole test run. */
  static final class Starter implements BeforeAllCallback {

    private record Started(Path data, ServerProcess server) implements AutoCloseable {

      @Override
      public void close() throws IOException {
        server.close();
        try (var files = Files.walk(data)) {
          for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(file);
          }
        }
      }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
      var test = (SharedServer) context.getRequiredTestInstance();
      Started started =
          context
              .getRoot()
              .getStore(ExtensionContext.Namespace.create(SharedServer.class))
              .computeIfAbsent(
                  String.join(" ", test.options()), key -> start(test.options()), Started.class);
      test.server = started.server();
      test.data = started.data();
    }

    private static Started start(String... options) {
      try {
        Path data = Files.createTempDirectory("homeroom-e2e");
        return new Started(data, ServerProcess.demo(data, options));
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
