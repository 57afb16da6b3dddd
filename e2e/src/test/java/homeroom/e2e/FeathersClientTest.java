// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import org.junit.jupiter.api.Test;

/** The official Feathers client works unmodified, over fetch and over a socket. */
class FeathersClientTest extends SharedServer {

  @Test
  void drivesEveryServiceHearsItsEventsAndSignsInAgain() throws Exception {
    ClientCheck.passes("feathers.mjs", server);
  }

  @Test
  void theStoresOfFeathersApplicationsShowWhatTheServerHas() throws Exception {
    ClientCheck.passes("stores.mjs", server);
  }
}
