package homeroom.e2e;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** One demo server for all tests of a class. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SharedServer {

  protected ServerProcess server;

  @SuppressWarnings("NullAway.Init")
  SharedServer() {}

  @BeforeAll
  void start(@TempDir Path data) throws Exception {
    server = ServerProcess.demo(data, options());
  }

  /** What the server is told, apart from where its data is. */
  protected String[] options() {
    return new String[0];
  }

  /** A user of the demo by the first part of the address. */
  protected Person person(String name) throws Exception {
    return Person.signedIn(server, name);
  }

  @AfterAll
  void stop() throws Exception {
    server.close();
  }
}
