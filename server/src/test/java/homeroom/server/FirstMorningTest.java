// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstMorningTest {

  private static final AtomicInteger INITIALIZED = new AtomicInteger();

  /** Counts itself. */
  private static final class Counting {
    static {
      INITIALIZED.incrementAndGet();
    }
  }

  @TempDir private Path folder = Path.of("");

  private Path log() {
    return folder.resolve("homeroom.aot.init");
  }

  private Path list() {
    return folder.resolve("homeroom.aot.classes");
  }

  @Test
  void theListHasWhatWasInitializedAndHasANameOfItsOwn() throws Exception {
    var lines = new StringBuilder("[1.5s][info][class,init] linked\n");
    for (String name :
        List.of(
            "homeroom/api/socket/ChatSocket",
            "homeroom/api/socket/ChatSocket$State",
            "homeroom/api/socket/ChatSocket$$Lambda/0x00000008004d9800",
            "java/lang/invoke/LambdaForm$MH/0x00000008004d9800",
            "jdk/proxy2/$Proxy30")) {
      lines.append("[1.5s][info][class,init] 7 Initializing '" + name + "' (0x0000000800502000)\n");
    }
    FirstMorning.write(Files.writeString(log(), lines), list());
    assertThat(list())
        .hasContent("homeroom.api.socket.ChatSocket\nhomeroom.api.socket.ChatSocket$State");
  }

  @Test
  void aClassThatIsNotThereKeepsNoOtherFromBeingInitialized() throws Exception {
    Files.write(list(), List.of("homeroom.server.Nowhere", "", Counting.class.getName()));
    FirstMorning.prepare(list());
    assertThat(INITIALIZED).hasValue(1);
  }
}
