// SPDX-License-Identifier: Apache-2.0
package homeroom.client;

import java.util.List;

/** Keeps unsent messages beyond the life of a program. Called on one thread; may block shortly. */
public interface OutboxStore {

  /** All that were put and not deleted, in the order in which they were put first. */
  List<Unsent> load();

  /** Keeps one, in the place of one with the same {@code clientId}. */
  void put(Unsent unsent);

  /** Forgets one. */
  void delete(String clientId);

  /** Keeps nothing. */
  static OutboxStore none() {
    return new OutboxStore() {
      @Override
      public List<Unsent> load() {
        return List.of();
      }

      @Override
      public void put(Unsent unsent) {}

      @Override
      public void delete(String clientId) {}
    };
  }
}
