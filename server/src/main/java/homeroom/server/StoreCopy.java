// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.chat.transfer.Item;
import homeroom.chat.transfer.Part;
import homeroom.chat.transfer.StoreTransfer;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Copies everything, part by part in pages, then reads both stores whole and compares them. The
 * target itself tells how far an earlier run came, since each part is put in its order. Runs on the
 * caller's thread.
 */
final class StoreCopy {

  /** Items moved at once, so many that a page costs one round trip and one commit. */
  private static final int PAGE = 1_000;

  /** Items between two lines of progress. */
  private static final long REPORT = 50_000;

  private final StoreTransfer from;
  private final StoreTransfer to;
  private final PrintWriter out;

  StoreCopy(StoreTransfer from, StoreTransfer to, PrintWriter out) {
    this.from = from;
    this.to = to;
    this.out = out;
  }

  /**
   * @return whether the stores are the same at the end
   * @throws IOException if the target has something that no copy put there
   */
  boolean run() throws IOException {
    if (!to.isBegun() && Arrays.stream(Part.values()).anyMatch(part -> to.count(part) > 0)) {
      throw new IOException("The store to copy into is not empty; name a new one.");
    }
    to.begin(true);
    to.epochs().replace(from.epochs().epoch());
    for (Part part : Part.values()) {
      copy(part);
    }
    boolean same = compare();
    if (same) {
      to.begin(false);
      say("The copy is complete.");
    } else {
      say("The stores differ. Was the source changed since the copy began? Empty the target and");
      say("copy again.");
    }
    return same;
  }

  private void copy(Part part) {
    long all = from.count(part);
    long done = to.count(part);
    Item last = resumed(to.last(part));
    if (done > 0) {
      say("%-18s going on after %,d".formatted(name(part), done));
    }
    List<Item> page = from.next(part, last, PAGE);
    while (!page.isEmpty()) {
      to.put(part, page);
      last = page.getLast();
      long before = done;
      done += page.size();
      if (done / REPORT > before / REPORT) {
        say(
            all < done
                ? "%-18s %,d".formatted(name(part), done)
                : "%-18s %,d of %,d".formatted(name(part), done, all));
      }
      page = from.next(part, last, PAGE);
    }
  }

  /** Within a conversation each store has its own order of advances: that one is done again. */
  private static @Nullable Item resumed(@Nullable Item last) {
    return last instanceof Item.OfAdvance advance ? advance.beforeAll() : last;
  }

  private boolean compare() {
    boolean same = true;
    for (Part part : Part.values()) {
      Checksum source = Checksum.of(from, part, PAGE);
      Checksum target = Checksum.of(to, part, PAGE);
      boolean equal = source.equals(target);
      same &= equal;
      say(
          "%-18s %,12d  %s%s"
              .formatted(
                  name(part),
                  source.count(),
                  source.shortened(),
                  equal ? "" : "  but %,d  %s".formatted(target.count(), target.shortened())));
    }
    return same;
  }

  private static String name(Part part) {
    return part.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private void say(String line) {
    out.println(line);
    out.flush();
  }
}
