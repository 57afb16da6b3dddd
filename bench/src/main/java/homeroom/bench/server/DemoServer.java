// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The whole product with a demo school, in a process of its own, with the options of the launcher.
 * Ends with a drain, or is killed. For one thread.
 */
public final class DemoServer implements AutoCloseable {

  private static final List<String> JVM_OPTIONS =
      List.of(
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-XX:TrimNativeHeapInterval=60000",
          "-XX:+UseCompactObjectHeaders");

  private static final String READY = "Homeroom is ready at ";
  private static final String TOKENS = "tokens.jsonl";
  private static final int END_SECONDS = 20;

  private final Process process;
  private final Path folder;
  private final URI address;
  private final double readySeconds;

  private DemoServer(Process process, Path folder, long startNanos) throws IOException {
    this.process = process;
    this.folder = folder;
    this.address = URI.create(ready(process.inputReader(StandardCharsets.UTF_8)));
    this.readySeconds = (System.nanoTime() - startNanos) / 1e9;
  }

  /**
   * What to run.
   *
   * @param classPath what it runs on
   * @param folder where its data and the tokens of its users are, kept when it ends
   * @param jvmOptions further options of the JVM
   * @param options further options of the command {@code demo}
   */
  public record Setting(
      String classPath,
      Path folder,
      int students,
      Cores cores,
      List<String> jvmOptions,
      List<String> options) {

    /**
     * At any port, and without limits of messages and calls: one user of a load writes for many.
     */
    private static final List<String> FOR_LOAD =
        List.of("--port", "0", "--message-rate", "0", "--call-rate", "0");

    /** On the class path of this process, for a load. */
    public Setting(Path folder, int students, Cores cores, List<String> jvmOptions) {
      this(System.getProperty("java.class.path"), folder, students, cores, jvmOptions, FOR_LOAD);
    }

    /** On the class path of this process, with options of one's own. */
    public Setting(
        Path folder, int students, Cores cores, List<String> jvmOptions, List<String> options) {
      this(System.getProperty("java.class.path"), folder, students, cores, jvmOptions, options);
    }

    /** The same with the limits of users that there are by default. */
    public Setting withLimits() {
      return new Setting(classPath, folder, students, cores, jvmOptions, List.of("--port", "0"));
    }

    /** As a checkout has built it. */
    public static Setting of(
        MeasuredCheckout checkout, Path folder, int students, Cores cores, List<String> jvmOptions)
        throws IOException {
      return new Setting(
          checkout.classPath("server"), folder, students, cores, jvmOptions, FOR_LOAD);
    }
  }

  /** Starts it and waits until it listens. */
  public static DemoServer start(Setting setting) throws IOException {
    return start(setting, new ProcessBuilder(), program(setting.classPath(), setting.jvmOptions()));
  }

  /** What runs the program; its arguments come after it. */
  static List<String> program(String classPath, List<String> jvmOptions) {
    List<String> command = new ArrayList<>();
    command.add(java("java"));
    command.addAll(JVM_OPTIONS);
    command.addAll(jvmOptions);
    command.addAll(List.of("-cp", classPath, "homeroom.server.Main"));
    return command;
  }

  /**
   * Starts it as people do, with all that the checkout's launcher gives a JVM for a quick start and
   * a small size, and waits until it listens.
   */
  public static DemoServer launch(MeasuredCheckout checkout, Setting setting) throws IOException {
    var builder = new ProcessBuilder();
    if (!setting.jvmOptions().isEmpty()) {
      builder.environment().put("HOMEROOM_JAVA_OPTS", String.join(" ", setting.jvmOptions()));
    }
    return start(setting, builder, List.of(checkout.launcher().toString()));
  }

  private static DemoServer start(Setting setting, ProcessBuilder builder, List<String> program)
      throws IOException {
    Files.createDirectories(setting.folder());
    List<String> command = new ArrayList<>(program);
    command.addAll(arguments(setting));
    long start = System.nanoTime();
    Process process =
        builder
            .command(setting.cores().forServer(command))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      return new DemoServer(process, setting.folder(), start);
    } catch (IOException failed) {
      process.destroyForcibly();
      throw failed;
    }
  }

  private static List<String> arguments(Setting setting) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "demo",
                "--students",
                Integer.toString(setting.students()),
                "--data",
                setting.folder().toString(),
                "--tokens",
                setting.folder().resolve(TOKENS).toString()));
    arguments.addAll(setting.options());
    return arguments;
  }

  private static String java(String program) {
    return Path.of(System.getProperty("java.home"), "bin", program).toString();
  }

  /** Reads until it says where it listens. */
  static String ready(BufferedReader output) throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith(READY)) {
        return line.substring(READY.length()).strip();
      }
    }
    throw new IOException("the server ended before it was ready");
  }

  public URI address() {
    return address;
  }

  /** From its start until it said that it listens. */
  public double readySeconds() {
    return readySeconds;
  }

  /** JSON lines {@code { email, userId, role, token }}. */
  public Path tokens() {
    return tokens(folder);
  }

  /** Where those of a server are that had its data in this folder. */
  public static Path tokens(Path folder) {
    return folder.resolve(TOKENS);
  }

  public Path folder() {
    return folder;
  }

  public long pid() {
    return process.pid();
  }

  /** Has its JVM collect all garbage, and give memory that was freed back to the system. */
  public void collectGarbage() throws IOException, InterruptedException {
    for (String command : List.of("GC.run", "System.trim_native_heap")) {
      var _ = Programs.run(List.of(java("jcmd"), Long.toString(pid()), command), null);
    }
  }

  /** Its resident memory now, in bytes. */
  public long residentBytes() {
    return Resident.bytes(pid());
  }

  /** The most memory it ever had resident, in bytes. */
  public long peakResidentBytes() {
    return Resident.peakBytes(pid());
  }

  /** How many calls it refused since its start because somebody asked for too much: 429 or 503. */
  public long refusedCalls() throws IOException, InterruptedException {
    String token = Files.readString(folder.resolve("metrics-token")).strip();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> page =
          client.send(
              HttpRequest.newBuilder(address.resolve("/metrics"))
                  .header("authorization", "Bearer " + token)
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      return page.body()
          .lines()
          .filter(DemoServer::isOfRefusals)
          .mapToLong(DemoServer::value)
          .sum();
    }
  }

  private static boolean isOfRefusals(String line) {
    return line.startsWith("homeroom_calls_seconds_count{")
        && (line.contains("status=\"429\"") || line.contains("status=\"503\""));
  }

  private static long value(String line) {
    return (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
  }

  /** What it has used until now. */
  public CpuTime cpu() {
    return CpuTime.of(pid());
  }

  /** {@code kill -9}; returns when it is gone. */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  @Override
  public void close() {
    Programs.end(process, END_SECONDS);
  }

  /** Removes a folder of data and all that is in it. */
  public static void remove(Path folder) {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException left) {
      throw new UncheckedIOException("the data in " + folder + " could not be removed", left);
    }
  }
}
