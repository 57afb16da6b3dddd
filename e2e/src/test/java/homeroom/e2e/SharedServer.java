package homeroom.e2e;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** One demo server for all tests of a class. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SharedServer {

  @TempDir protected Path data;
  protected ServerProcess server;

  @SuppressWarnings("NullAway.Init")
  SharedServer() {}

  @BeforeAll
  void start() throws Exception {
    server = ServerProcess.demo(data);
  }

  @AfterAll
  void stop() throws Exception {
    server.close();
  }
}
