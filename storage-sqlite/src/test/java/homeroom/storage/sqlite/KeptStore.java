// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import homeroom.chat.contracts.KeptAnswers;
import homeroom.chat.contracts.KeptSchools;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Stores that earlier releases wrote, and the program that writes the one of this release. */
final class KeptStore {

  /** Every release whose store is kept. */
  static final List<String> RELEASES = List.of("0.1.0");

  private KeptStore() {}

  /** Puts the store of the release into the directory. */
  static Path of(String release, Path directory) throws IOException {
    String kept = "kept/" + release + "/homeroom.db.gz";
    Path file = directory.resolve("homeroom.db");
    try (InputStream in = KeptStore.class.getResourceAsStream(kept)) {
      if (in == null) {
        throw new IOException("there is no " + kept);
      }
      Files.copy(new GZIPInputStream(in), file);
      return file;
    }
  }

  static List<String> answers(Path file) {
    try (var stores = SqliteStores.open(file, SqliteLimits.DEFAULT)) {
      return KeptAnswers.of(stores, stores.transfer());
    }
  }

  /** Where to write the packed store, and where its answers. Done once, when a release is made. */
  public static void main(String[] args) throws IOException {
    Path directory = Files.createTempDirectory("kept-");
    Path copy = directory.resolve("copy.db");
    try (var stores = SqliteStores.open(directory.resolve("homeroom.db"), SqliteLimits.DEFAULT)) {
      KeptSchools.writeTo(stores);
      stores.copyTo(copy);
    }
    try (var packed = new GZIPOutputStream(Files.newOutputStream(Path.of(args[0])))) {
      Files.copy(copy, packed);
    }
    Files.write(Path.of(args[1]), answers(copy));
    StoreFile.deleteAll(directory);
  }
}
