// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A running room server. It is spoken to over its standard input and output, as
 * bench/peers/README.md says, and ends when its input is closed. For one thread.
 */
public final class RoomServerProcess implements AutoCloseable {

  private static final int END_SECONDS = 5;

  private final String title;
  private final Process process;
  private final BufferedReader output;
  private final int port;
  private final double readySeconds;

  private RoomServerProcess(String title, Process process, long startNanos) throws IOException {
    this.title = title;
    this.process = process;
    this.output = process.inputReader(StandardCharsets.UTF_8);
    this.port = Math.toIntExact(answer("port"));
    this.readySeconds = (System.nanoTime() - startNanos) / 1e9;
  }

  static RoomServerProcess start(String title, List<String> command) throws IOException {
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try {
      return new RoomServerProcess(title, process, start);
    } catch (IOException failed) {
      process.destroyForcibly();
      throw failed;
    }
  }

  /** The line that begins with this word and goes on with a number. */
  private long answer(String word) throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith(word + " ")) {
        return Long.parseLong(line.substring(word.length() + 1).strip());
      }
    }
    throw new IOException("the server " + title + " ended");
  }

  /** What it is called in results. */
  public String title() {
    return title;
  }

  /** The port of the loopback interface it listens on. */
  public int port() {
    return port;
  }

  /** From its start until it said that it listens. */
  public double readySeconds() {
    return readySeconds;
  }

  public long pid() {
    return process.pid();
  }

  /** What it has used until now. */
  public CpuTime cpu() {
    return CpuTime.of(process.pid());
  }

  /** Bytes in use on its heap after a full garbage collection; 0 if it has none. */
  public long heapBytes() throws IOException {
    var input = process.outputWriter(StandardCharsets.UTF_8);
    input.write("memory\n");
    input.flush();
    return answer("memory");
  }

  /** Its resident memory now, in bytes. */
  public long residentBytes() {
    return Resident.bytes(process.pid());
  }

  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException ended) {
      process.destroyForcibly();
    } catch (InterruptedException stop) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
