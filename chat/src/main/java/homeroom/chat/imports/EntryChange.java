// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.imports;

import homeroom.chat.roster.SourceEntry;

/** What becomes of a {@link SourceEntry}. */
public sealed interface EntryChange {

  /** It is there from now on, in place of one of its kind and key. */
  record Put(SourceEntry entry) implements EntryChange {}

  /** It is not there any more. */
  record Remove(SourceEntry.Kind kind, String key) implements EntryChange {}
}
