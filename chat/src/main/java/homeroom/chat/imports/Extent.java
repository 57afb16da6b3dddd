// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.imports;

/** How much a source says about one kind of thing. */
public enum Extent {
  /** Everything there is: what is missing is gone. */
  ALL,

  /** Only what is another. */
  CHANGES,

  /** Nothing. */
  UNSAID
}
