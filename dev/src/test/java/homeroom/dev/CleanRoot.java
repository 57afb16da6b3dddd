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
    return tools.run(List.of("chroot", folder.toString(), "/bin/sh", "-c", line));
  }

  /** Starts a line of shell in it as a user, as a service manager would; its errors are ours. */
  Process start(String user, String line) throws IOException {
    var command =
        List.of(
            "chroot", "--userspec=" + user + ":" + user, folder.toString(), "/bin/sh", "-c", line);
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
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
