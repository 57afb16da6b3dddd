// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.imports;

/** Hears how far an import has come. On the thread of the import; must not block. */
@FunctionalInterface
public interface ImportProgress {

  ImportProgress NONE = (step, done, of) -> {};

  enum Step {
    /** The batches are written ahead; nobody sees anything of them. */
    STAGING,

    /** The roster is the new one; its rows are brought there. */
    BRINGING_IN
  }

  void at(Step step, int done, int of);
}
