// SPDX-License-Identifier: Apache-2.0
package homeroom.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/**
 * {@code ./homeroom docs}: the pages of {@link Documentation} as a site of plain files, made by
 * {@code dev/site}. It fails if a link of a page leads nowhere.
 */
final class Site {

  private final Checkout checkout;

  Site(Checkout checkout) {
    this.checkout = checkout;
  }

  /** Makes it in {@code dist/docs}; the exit code. */
  int run() {
    return make(checkout.root().resolve("dist/docs"));
  }

  /** Makes it in a folder, instead of what is there; the exit code. */
  int make(Path folder) {
    Path tool = checkout.root().resolve("dev/site");
    Npm.install(tool, "what makes the site");
    FileTree.deleteAll(folder);
    Path files = checkout.kept().resolve("site-files");
    Path said = checkout.kept().resolve("site-said");
    try {
      Files.writeString(
          files,
          new Documentation(checkout)
              .files().stream().map(Path::toString).collect(Collectors.joining("\n")));
      int code =
          Processes.run(
              new ProcessBuilder(
                      "node",
                      tool.resolve("site.mjs").toString(),
                      checkout.root().toString(),
                      folder.toString())
                  .redirectInput(files.toFile())
                  .redirectOutput(said.toFile())
                  .redirectError(ProcessBuilder.Redirect.INHERIT));
      System.out.print(Files.readString(said));
      return code;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
