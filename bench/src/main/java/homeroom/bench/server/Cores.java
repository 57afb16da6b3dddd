// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.server;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Which processor runs what: the servers the first, the load the second, if there are two and
 * {@code taskset} is there to say so.
 *
 * @param pinned whether it can be said
 */
public record Cores(boolean pinned) {

  private static final String SERVER = "0";
  private static final String LOAD = "1";

  /** What this machine allows. */
  public static Cores ofThisMachine() {
    return new Cores(Runtime.getRuntime().availableProcessors() > 1 && Programs.has("taskset"));
  }

  /** The command that runs a server on its processor. */
  List<String> forServer(List<String> command) {
    if (!pinned) {
      return command;
    }
    List<String> all = new ArrayList<>(List.of("taskset", "-c", SERVER));
    all.addAll(command);
    return all;
  }

  /** The command that runs something beside them, on whichever of the two has room. */
  public List<String> forBeside(List<String> command) {
    if (!pinned) {
      return command;
    }
    List<String> all = new ArrayList<>(List.of("taskset", "-c", SERVER + "," + LOAD));
    all.addAll(command);
    return all;
  }

  /** Nobody is told where to run. */
  public static Cores shared() {
    return new Cores(false);
  }

  /** Moves all threads of this process to the processor of the load. */
  public void moveLoad() throws IOException, InterruptedException {
    if (pinned) {
      var _ =
          Programs.run(
              List.of("taskset", "-apc", LOAD, Long.toString(ProcessHandle.current().pid())), null);
    }
  }
}
