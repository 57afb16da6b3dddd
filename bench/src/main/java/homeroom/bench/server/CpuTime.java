// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a process has used, by the operating system's accounting.
 *
 * @param userSeconds in its own code
 * @param systemSeconds in the kernel for it
 */
public record CpuTime(double userSeconds, double systemSeconds) {

  /** {@code /proc} counts in hundredths of a second on every common Linux. */
  private static final double TICKS_PER_SECOND = 100;

  private static final int USER_FIELD = 11;

  /** Of the process until now. */
  public static CpuTime of(long pid) {
    try {
      return parse(Files.readString(Path.of("/proc/" + pid + "/stat")));
    } catch (IOException gone) {
      throw new IllegalStateException("process " + pid + " is gone", gone);
    }
  }

  /** Reads proc_pid_stat(5): the name, in parentheses, may have spaces. */
  static CpuTime parse(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return new CpuTime(
        Long.parseLong(fields[USER_FIELD]) / TICKS_PER_SECOND,
        Long.parseLong(fields[USER_FIELD + 1]) / TICKS_PER_SECOND);
  }

  public double seconds() {
    return userSeconds + systemSeconds;
  }

  /** What was used since. */
  public CpuTime since(CpuTime earlier) {
    return new CpuTime(userSeconds - earlier.userSeconds, systemSeconds - earlier.systemSeconds);
  }
}
