// SPDX-License-Identifier: Apache-2.0
package homeroom.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The line that names the licence, first in every source file, or second after the line that names
 * the interpreter. Not in what others wrote, what the server makes, and migrations, whose text is
 * fixed.
 */
public final class Licence {

  private static final String NAME = "SPDX-License-Identifier: Apache-2.0";

  private Licence() {}

  /** The source files of a checkout that do not begin with it. */
  public static List<Path> missingIn(Path root) {
    var missing = new ArrayList<Path>();
    for (Path file : Sources.in(root)) {
      String name = file.getFileName().toString();
      if (isOurs(name) && !read(file).startsWith(line(name), start(read(file)))) {
        missing.add(file);
      }
    }
    return missing;
  }

  /** Puts it into a file where it is missing. */
  static void add(Path file) {
    String source = read(file);
    int start = start(source);
    try {
      Files.writeString(
          file,
          source.substring(0, start)
              + line(file.getFileName().toString())
              + source.substring(start));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isOurs(String name) {
    return isShell(name)
        || name.endsWith(".java")
        || name.endsWith(".c")
        || name.endsWith(".mjs")
        || (name.endsWith(".js") && !isBundled(name))
        || name.endsWith(".tsx")
        || (name.endsWith(".ts") && !name.endsWith(".d.ts"));
  }

  /** What is served of the Socket.IO client names its own licence. */
  private static boolean isBundled(String name) {
    return name.endsWith(".min.js") || name.equals("socket.io.js");
  }

  /** The launcher and what continuous integration runs have no suffix. */
  private static boolean isShell(String name) {
    return name.endsWith(".sh") || name.equals("homeroom") || name.equals("run");
  }

  private static String line(String name) {
    return (isShell(name) ? "# " : "// ") + NAME + "\n";
  }

  private static int start(String source) {
    return source.startsWith("#!") ? source.indexOf('\n') + 1 : 0;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
