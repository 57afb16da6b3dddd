// SPDX-License-Identifier: Apache-2.0
package homeroom.dev;

import java.io.File;
import java.nio.file.Path;

/** The packages of npm that a folder's lock file names. */
final class Npm {

  private Npm() {}

  /**
   * Installs them unless they are there.
   *
   * @param what they are, for who reads that it failed
   */
  static void install(Path folder, String what) {
    String install =
        "test node_modules/.package-lock.json -nt package-lock.json || npm ci --silent";
    // Neither reads what whoever started this types, nor writes between what this says.
    int code =
        Processes.run(
            new ProcessBuilder("sh", "-c", install)
                .directory(folder.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT));
    if (code != 0) {
      throw new Failure("npm could not install " + what + ".");
    }
  }
}
