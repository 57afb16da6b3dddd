// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A server and a simple model of it, which knows the wire's contract only, are told the same, and
 * everybody sees the same. {@code -Dhomeroom.model.operations} says how much each time, {@code
 * -Dhomeroom.model.runs} how often with a new seed, {@code -Dhomeroom.model.seed} the only one.
 */
class ModelTest {

  private static final int OPERATIONS = Integer.getInteger("homeroom.model.operations", 700);
  private static final int RUNS = Integer.getInteger("homeroom.model.runs", 1);

  /** Longer than the test: only what acks confirms. */
  private static final String PING_INTERVAL = "3600000";

  /** With it, a sync once named the rev of an edit, which is the seq of no message. */
  private static final long OF_OLD = 8892252746825L;

  @TempDir Path data;

  static LongStream seeds() {
    Long only = Long.getLong("homeroom.model.seed");
    return only == null
        ? LongStream.concat(
            LongStream.of(OF_OLD), LongStream.generate(System::nanoTime).limit(RUNS))
        : LongStream.of(only);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theServerIsWhatTheContractSays(long seed) throws Exception {
    var run = new ModelRun(seed, OPERATIONS);
    try (ServerProcess server =
        ServerProcess.demo(
            data, "--message-rate", "0", "--call-rate", "0", "--ping-interval-ms", PING_INTERVAL)) {
      run.run(server);
    } catch (AssertionError e) {
      throw new AssertionError("-Dhomeroom.model.seed=" + seed, e);
    }
    System.out.printf("ModelTest: seed %d, %s.%n", seed, run.figures());
  }
}
