// SPDX-License-Identifier: Apache-2.0
package homeroom.dev;

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
    int code =
        Processes.run(
            new ProcessBuilder("sh", "-c", install).directory(folder.toFile()).inheritIO());
    if (code != 0) {
      throw new Failure("npm could not install " + what + ".");
    }
  }
}
