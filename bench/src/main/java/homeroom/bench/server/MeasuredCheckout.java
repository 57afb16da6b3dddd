// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.server;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A working copy of the project, with the servers that its own launcher built.
 *
 * @param folder absolute
 */
public record MeasuredCheckout(Path folder) {

  private static final String LAUNCHER = "homeroom";

  /** The one whose launcher started this process. */
  public static MeasuredCheckout here() {
    Path bench = Path.of(System.getProperty("homeroom.bench.folder", "bench"));
    return of(bench.resolve(".."));
  }

  /** The one in this folder, if there is one; see {@link #exists}. */
  public static MeasuredCheckout of(Path folder) {
    return new MeasuredCheckout(folder.toAbsolutePath().normalize());
  }

  /** Whether there is a launcher. */
  public boolean exists() {
    return Files.isExecutable(launcher());
  }

  public Path launcher() {
    return folder.resolve(LAUNCHER);
  }

  /** Has its launcher build it, if it is not built or was changed since: a few minutes. */
  public void build() throws IOException, InterruptedException {
    Programs.run(List.of(launcher().toString(), "--help"), folder);
  }

  /**
   * What a module's programs run on: its jar and its libraries. The newest come first, so that a
   * jar that an earlier version left there is not used.
   *
   * @throws IOException if the module is not built
   */
  String classPath(String module) throws IOException {
    Path target = folder.resolve(module).resolve("target");
    List<Path> jars = new ArrayList<>(newestFirst(target, "{" + module + "," + module + "-*}.jar"));
    jars.addAll(newestFirst(target.resolve("lib"), "*.jar"));
    return jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  private static List<Path> newestFirst(Path folder, String glob) throws IOException {
    record Dated(Path path, long millis) {}

    List<Dated> jars = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, glob)) {
        for (Path jar : found) {
          if (!isAttachment(jar)) {
            jars.add(new Dated(jar, Files.getLastModifiedTime(jar).toMillis()));
          }
        }
      }
    }
    if (jars.isEmpty()) {
      throw new IOException("there are no jars in " + folder);
    }
    return jars.stream()
        .sorted(Comparator.comparingLong(Dated::millis).reversed().thenComparing(Dated::path))
        .map(Dated::path)
        .toList();
  }

  private static boolean isAttachment(Path jar) {
    return jar.toString().matches(".*-(sources|javadoc|tests)\\.jar");
  }

  /** The commit that is checked out, with {@code -dirty} if files differ from it; or the folder. */
  public String revision() throws InterruptedException {
    try {
      return Programs.run(List.of("git", "describe", "--always", "--dirty", "--exclude=*"), folder)
          .strip();
    } catch (IOException noRepository) {
      return folder.toString();
    }
  }
}
