// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.chat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What the disk needs to make 4 KiB safe, measured on the same file system at the same time: every
 * 10 ms from a thread of its own, so that a p99 rests on more than one or two of them.
 */
final class FsyncProbe implements AutoCloseable {

  private static final int BYTES = 4_096;
  private static final int EVERY_MILLIS = 10;

  private final Path file;
  private final FileChannel channel;
  private final Histogram nanos = new Histogram(TimeUnit.MINUTES.toNanos(1), 3);
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("fsync").factory());
  private @Nullable IOException failure;

  FsyncProbe(Path folder) throws IOException {
    file = Files.createTempFile(folder, "fsync-", ".tmp");
    channel = FileChannel.open(file, StandardOpenOption.APPEND);
    var _ =
        timer.scheduleAtFixedRate(this::measure, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  private synchronized void measure() {
    long start = System.nanoTime();
    try {
      channel.write(ByteBuffer.allocate(BYTES));
      channel.force(false);
      nanos.recordValue(System.nanoTime() - start);
    } catch (IOException failed) {
      failure = failed;
    }
  }

  /** Takes what was measured, and begins anew. */
  synchronized Histogram take() throws IOException {
    if (failure != null) {
      throw failure;
    }
    Histogram taken = nanos.copy();
    nanos.reset();
    return taken;
  }

  @Override
  public void close() throws IOException {
    timer.shutdownNow();
    synchronized (this) {
      channel.close();
      Files.delete(file);
    }
  }
}
