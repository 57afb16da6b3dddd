// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.contracts.Fixtures;
import homeroom.chat.contracts.StagedImports;
import homeroom.chat.imports.RosterImport;
import homeroom.chat.imports.RosterImportStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was written ahead is forgotten a little at a time, with room for others in between. */
class ForgottenBatchesTest {

  private static final int BATCHES = 9;

  @TempDir Path directory;

  private SqliteStores stores;
  private Fixtures school;
  private RosterImportStore imports;
  private RosterImport staged;
  private final List<Integer> left = new ArrayList<>();

  @BeforeEach
  void stage() {
    stores = SqliteStores.open(directory.resolve("homeroom.db"), SqliteLimits.DEFAULT);
    school = Fixtures.in(stores);
    imports = stores.rosterImports();
    staged = StagedImports.begin(stores, school, BATCHES);
    imports.stage(staged.id(), 0, Collections.nCopies(BATCHES, "batch"));
  }

  @AfterEach
  void close() {
    stores.close();
  }

  @Test
  void ofOneThatIsDone() {
    assertThat(imports.makeCurrent(staged.id(), StagedImports.event(staged))).isTrue();
    imports.finish(staged.id(), this::note);
    assertThat(left).containsExactly(5, 1, 0);
  }

  @Test
  void ofOneThatIsDropped() {
    imports.drop(staged.id(), this::note);
    assertThat(left).containsExactly(5, 1, 0);
  }

  @Test
  void ofOneThatAnotherTakesThePlaceOf() {
    imports.begin(StagedImports.of(school, 1), this::note);
    assertThat(left).containsExactly(5, 1, 0);
  }

  private void note(long nanos) {
    assertThat(nanos).isPositive();
    left.add(
        (int)
            IntStream.range(0, BATCHES)
                .filter(number -> imports.batch(staged.id(), number).isPresent())
                .count());
  }
}
