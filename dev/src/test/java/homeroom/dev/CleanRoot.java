// SPDX-License-Identifier: Apache-2.0
package homeroom.dev;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A Debian of its own in a folder, with the packages that every Debian has, systemd, and no others.
 */
final class CleanRoot {

  private final Tools tools = new Tools();
  private final Path folder;

  private CleanRoot(Path folder) {
    this.folder = folder;
  }

  /** Made by debootstrap from the machine's mirror, which takes a minute. */
  static CleanRoot make(Path folder) throws IOException {
    var root = new CleanRoot(folder);
    Answer made =
        root.tools.run(
            List.of(
                "debootstrap",
                "--variant=minbase",
                "--include=systemd",
                "bookworm",
                folder.toString()));
    if (made.code() != 0) {
      throw new IOException(made.text());
    }
    return root;
  }

  /** What a program said and ended with. */
  record Answer(int code, String text) {}

  Path path(String inside) {
    return folder.resolve(inside.substring(1));
  }

  /** Runs a line of shell in it as root. */
  Answer root(String line) throws IOException {
    return tools.run(inside("root", line));
  }

  /** Starts a line of shell in it as a user, as a service manager would; its errors are ours. */
  Process start(String user, String line) throws IOException {
    return new ProcessBuilder(inside(user, line))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /**
   * With its processes and its root as a mount, as Java needs them, for as long as the line runs.
   */
  private List<String> inside(String user, String line) {
    return List.of(
        "unshare",
        "--mount",
        "/bin/sh",
        "-c",
        "mount --bind \"$0\" \"$0\" && mount -t proc proc \"$0/proc\" && exec chroot"
            + " --userspec=\"$1:$1\" \"$0\" /bin/sh -c \"$2\"",
        folder.toString(),
        user,
        line);
  }

  /** The programs that it takes are on this machine, and this is root. */
  static boolean isPossible() {
    return System.getProperty("user.name").equals("root")
        && Files.exists(Path.of("/usr/sbin/debootstrap"))
        && Files.exists(Path.of("/usr/bin/dpkg-deb"));
  }

  /** The programs of this machine. */
  static final class Tools {

    /** Runs one and waits for it. */
    Answer run(List<String> command) throws IOException {
      var builder = new ProcessBuilder(new ArrayList<>(command)).redirectErrorStream(true);
      builder.environment().put("LC_ALL", "C");
      builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
      builder
          .environment()
          .put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
      Process process = builder.start();
      process.getOutputStream().close();
      try (InputStream output = process.getInputStream()) {
        String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
        return new Answer(process.waitFor(), text);
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
  }
}
