// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.fanout;

import homeroom.chat.school.UserId;

/**
 * Who keeps conversations and messages as records, as Feathers clients do in their stores, and is
 * told of every change of one as a whole record. Asked on the way of each message: answers from
 * memory, for any thread.
 */
public interface RecordKeepers {

  /** Nobody at all. */
  RecordKeepers NOBODY =
      new RecordKeepers() {
        @Override
        public boolean isEmpty() {
          return true;
        }

        @Override
        public boolean contains(UserId user) {
          return false;
        }
      };

  /** Whether there is nobody, so that nothing further need be asked. */
  boolean isEmpty();

  /** Whether the user has a connection now that keeps records. */
  boolean contains(UserId user);
}
