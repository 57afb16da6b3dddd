// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** Java, the clock, and the limits that the system sets this process. */
final class DoctorMachine {

  /** Sockets of a school, and some for the store. */
  private static final long FEW_FILES = 10_000;

  private static final long SMALL_HEAP = 128L << 20;

  /** The program was made later than this. */
  private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

  private final Clock clock;

  DoctorMachine(Clock clock) {
    this.clock = clock;
  }

  List<Finding> findings() {
    return List.of(java(), clock(), files());
  }

  private static Finding java() {
    long heap = Runtime.getRuntime().maxMemory();
    String runs =
        "Java " + Runtime.version().feature() + " may use " + (heap >> 20) + " MB of heap";
    return heap < SMALL_HEAP
        ? Finding.warning(
            runs + ", which is little even for a small school.",
            "HOMEROOM_JAVA_OPTS=-Xmx512m " + Program.NAME + " serve")
        : Finding.fine(runs + ".");
  }

  private Finding clock() {
    Instant now = clock.instant();
    return now.isBefore(LONG_AGO)
        ? Finding.broken(
            "The clock says " + now + ", which is before this program was made.",
            "timedatectl set-ntp true")
        : Finding.fine("The clock says " + now + ".");
  }

  private static Finding files() {
    if (!(ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix)) {
      return Finding.fine("This system does not say how many files a process may open.");
    }
    long most = unix.getMaxFileDescriptorCount();
    return most < FEW_FILES
        ? Finding.warning(
            "This process may open " + most + " files, and every socket is one.", "ulimit -n 65536")
        : Finding.fine("This process may open " + most + " files.");
  }
}
