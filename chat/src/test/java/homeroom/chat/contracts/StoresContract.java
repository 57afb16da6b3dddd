// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.contracts;

import homeroom.chat.Stores;

/** What a contract needs of an adapter. */
interface StoresContract {

  /** Open stores; tests may share them, since each makes a school of its own. */
  Stores stores();

  /** Other stores over the same database, as another process would have; else the same ones. */
  default Stores secondStores() {
    return stores();
  }

  /** A new school. */
  default Fixtures school() {
    return Fixtures.in(stores());
  }
}
