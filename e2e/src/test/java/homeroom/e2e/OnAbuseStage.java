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

/** Attacks on one server, started once for all classes that want the same limits. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(OnAbuseStage.Starter.class)
abstract class OnAbuseStage {

  protected AbuseStage stage;
  protected String url;

  @SuppressWarnings("NullAway.Init")
  OnAbuseStage() {}

  /** Whether users have the limits that they have by default. */
  protected boolean limited() {
    return false;
  }

  /** Starts each server once; it ends with the whole test run. */
  static final class Starter implements BeforeAllCallback {

    private record Started(Path directory, AbuseStage stage) implements AutoCloseable {

      @Override
      public void close() throws IOException {
        stage.close();
        try (var files = Files.walk(directory)) {
          for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(file);
          }
        }
      }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
      var test = (OnAbuseStage) context.getRequiredTestInstance();
      AbuseStage stage =
          context
              .getRoot()
              .getStore(ExtensionContext.Namespace.create(OnAbuseStage.class))
              .computeIfAbsent(test.limited(), Starter::start, Started.class)
              .stage();
      test.stage = stage;
      test.url = stage.server.url();
    }

    private static Started start(boolean limited) {
      try {
        Path directory = Files.createTempDirectory("homeroom-abuse");
        return new Started(directory, new AbuseStage(directory, limited));
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
