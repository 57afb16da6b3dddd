// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.imports;

import homeroom.chat.fanout.ChatEvent;

/** What became of an import; told to the admins of its school, in short. */
public sealed interface ImportEvent extends ChatEvent {

  ImportView view();

  record Begun(ImportView view) implements ImportEvent {}

  record Changed(ImportView view) implements ImportEvent {}

  /** It was given up, or made room for another. */
  record Dropped(ImportView view) implements ImportEvent {}
}
