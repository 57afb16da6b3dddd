// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.cluster;

/** What a model of several nodes leaves out, to see that it notices. */
enum Without {
  NOTHING,

  /** A change is published alone, whether the log has what is before it or not. */
  CHAIN,

  /** Looks into the store begin a margin ago, whatever is proven. */
  PROOF,

  /** After holes and deaths nobody looks into the store. */
  LOOKS,

  /** The death of a node means nothing to the others. */
  DEATHS,

  /** Who hears nothing believes that there is nothing. */
  ECHO,

  /** Who cannot publish says so to nobody. */
  HINTS,

  /** Nobody says that the people of a conversation are others. */
  NEWS,

  /** Nobody says who is online on them but as they come and go. */
  INTRODUCTIONS,

  /** Who was online on a node that ended stays so. */
  ENDINGS
}
