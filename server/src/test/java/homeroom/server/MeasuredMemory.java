// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.http.MemoryBudget;
import homeroom.http.Network;
import java.net.InetAddress;

/** Budgets of memory under pressure, for those who load them by a loader of their own. */
public final class MeasuredMemory {

  private static final int BYTES = 3_000;

  private MeasuredMemory() {}

  /** Many accounts of one owner, for half of which there is room. */
  public static void fillByOne(int accounts) {
    fill(accounts, 1);
  }

  /** Many owners of one account each, for half of which there is room. */
  public static void fillByMany(int accounts) {
    fill(accounts, accounts);
  }

  private static void fill(int accounts, int owners) {
    var budget = new MemoryBudget((long) accounts / 2 * BYTES);
    Network network = Network.of(InetAddress.getLoopbackAddress());
    for (int i = 0; i < accounts; i++) {
      var account = new MemoryBudget.Account[1];
      account[0] = budget.stranger(network, () -> account[0].close());
      account[0].belongsTo(i % owners);
      if (!account[0].take(BYTES)) {
        account[0].close();
      }
    }
    if (budget.shed() < accounts / 2) {
      throw new IllegalStateException("only " + budget.shed() + " were shed");
    }
  }
}
