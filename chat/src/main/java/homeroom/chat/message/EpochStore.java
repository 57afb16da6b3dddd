// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

/**
 * Where the epoch of a store is kept. Every call blocks and is safe for many threads and processes.
 */
public interface EpochStore {

  /** The present one; a store has one from its beginning. */
  Epoch epoch();

  /** Has it be this one from now on; durable when it returns. */
  void replace(Epoch epoch);

  /**
   * The same if the present one is that of a copy, of several processes for one alone.
   *
   * @return whether it was
   */
  boolean replaceCopied(Epoch epoch);
}
