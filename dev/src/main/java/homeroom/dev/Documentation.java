// SPDX-License-Identifier: Apache-2.0
package homeroom.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The pages that come with a package: the README, and whatever its links and theirs lead to in the
 * checkout, at the same places among each other, so that no link of an installed page leads
 * nowhere.
 */
final class Documentation {

  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(#[^)]*)?\\)");

  private final Path checkout;

  Documentation(Checkout checkout) {
    this.checkout = checkout.root().normalize();
  }

  /** Copies them below the folder. */
  void into(Path folder) throws IOException {
    for (Path file : files()) {
      Path to = folder.resolve(file);
      FileTree.makeParent(to);
      FileTree.copy(checkout.resolve(file), to);
    }
  }

  /** As seen from the checkout. */
  SortedSet<Path> files() throws IOException {
    var found = new TreeSet<Path>();
    Deque<Path> open = new ArrayDeque<>(List.of(Path.of("README.md")));
    while (!open.isEmpty()) {
      Path next = open.remove();
      if (Files.isDirectory(checkout.resolve(next))) {
        FileTree.list(checkout.resolve(next)).forEach(file -> open.add(checkout.relativize(file)));
      } else if (found.add(next) && next.toString().endsWith(".md")) {
        open.addAll(links(next));
      }
    }
    return found;
  }

  /** Where the links of a page lead to, unless it is elsewhere in the net. */
  private List<Path> links(Path page) throws IOException {
    Path folder = checkout.resolve(page).resolveSibling("");
    return LINK.matcher(Files.readString(checkout.resolve(page)))
        .results()
        .map(link -> link.group(1))
        .filter(target -> !target.contains(":"))
        .map(target -> checkout.relativize(folder.resolve(target).normalize()))
        .toList();
  }
}
