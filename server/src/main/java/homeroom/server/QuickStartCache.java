// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cache of a quick start, as this process has it mapped. With what a start reads of it the
 * system maps all that stands beside it, up to 2 MB, so that a process has nearly the whole file, and reads
 * little of it again. What is only read of it is let go here once: what is asked for again comes
 * from the system's memory of files. On Linux; elsewhere nothing happens. For any thread.
 */
final class QuickStartCache {

  private static final Logger LOG = LoggerFactory.getLogger(QuickStartCache.class);

  /** What this process has mapped. */
  private static final Path MAPPINGS = Path.of("/proc/self/maps");

  /** A mapping that nobody writes: where it begins and ends, and its file. */
  private static final Pattern ONLY_READ =
      Pattern.compile("([0-9a-f]+)-([0-9a-f]+) r--p \\S+ \\S+ \\d+ +(.*)");

  private static final int HEXADECIMAL = 16;

  /** {@code MADV_NOHUGEPAGE}: one page that is read does not bring along 2 MB. */
  private static final int SMALL_PAGES = 15;

  /** {@code MADV_DONTNEED}: a private mapping of a file is as if nobody had read it yet. */
  private static final int DONT_NEED = 4;

  /** A part of the file in the memory of this process, in bytes. */
  record Part(long address, long bytes) {}

  private QuickStartCache() {}

  /** Lets the parts go that are only read. */
  static void letGo() {
    String cache =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
            .getVMOption("AOTCache")
            .getValue();
    if (cache == null || cache.isEmpty() || !Files.isReadable(MAPPINGS)) {
      return;
    }
    try (Stream<String> mappings = Files.lines(MAPPINGS)) {
      letGo(onlyRead(mappings, Path.of(cache).toRealPath()));
    } catch (IOException | UnsupportedOperationException e) {
      LOG.debug("The cache of the start stays in memory", e);
    }
  }

  /** Those parts of a file, of mappings as Linux lists them. */
  static List<Part> onlyRead(Stream<String> mappings, Path file) {
    return mappings
        .map(ONLY_READ::matcher)
        .filter(found -> found.matches() && found.group(3).equals(file.toString()))
        .map(found -> {
          long begin = Long.parseUnsignedLong(found.group(1), HEXADECIMAL);
          return new Part(begin, Long.parseUnsignedLong(found.group(2), HEXADECIMAL) - begin);
        })
        .toList();
  }

  @SuppressWarnings("restricted") // what is only read is the same when it is read again
  private static void letGo(List<Part> parts) {
    if (parts.isEmpty()) {
      return;
    }
    Linker system = Linker.nativeLinker();
    MethodHandle madvise =
        system.downcallHandle(
            system.defaultLookup().findOrThrow("madvise"),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_INT));
    for (Part part : parts) {
      try {
        int _ = (int) madvise.invokeExact(part.address, part.bytes, SMALL_PAGES);
        int _ = (int) madvise.invokeExact(part.address, part.bytes, DONT_NEED);
      } catch (Throwable e) {
        throw new IllegalStateException("madvise throws nothing", e);
      }
    }
  }
}
