// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.contracts.KeptAnswers;
import homeroom.chat.contracts.KeptSchools;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a release stored, every later one can read. */
class KeptStoreTest {

  @TempDir Path directory;

  @Test
  void theStoreOfEveryReleaseOpensAndGivesItsAnswers() throws Exception {
    for (String release : KeptStore.RELEASES) {
      Path file = KeptStore.of(release, directory);
      assertThat(KeptStore.answers(file)).isEqualTo(KeptAnswers.kept(release));
    }
  }

  @Test
  void theSameSchoolsWrittenByThisProgramGiveTheSameAnswers() {
    Path file = directory.resolve("homeroom.db");
    try (var stores = SqliteStores.open(file, SqliteLimits.DEFAULT)) {
      KeptSchools.writeTo(stores);
    }
    assertThat(KeptStore.answers(file)).isEqualTo(KeptAnswers.kept("0.1.0"));
  }
}
