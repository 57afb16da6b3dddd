// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

import homeroom.chat.bus.OtherNodes;

/**
 * What messages need where several nodes run on one store.
 *
 * @param remembered conversations of which it is known what was told, some 250 bytes each; more
 *     only if more were told of in a few minutes
 */
public record Cluster(OtherNodes others, RecentChanges recent, int remembered) {

  /** The same with room for 50 000 conversations. */
  public Cluster(OtherNodes others, RecentChanges recent) {
    this(others, recent, 50_000);
  }
}
