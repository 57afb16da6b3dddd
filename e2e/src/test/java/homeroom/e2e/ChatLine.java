// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.JsonNode;

/**
 * A signed-in socket, whichever client holds it. What it hears it hears in order, on one thread.
 */
interface ChatLine extends AutoCloseable {

  /** Hears what the server pushes. */
  interface Listener {

    /**
     * An event came.
     *
     * @param ack confirms it, if the server asked for that
     */
    void pushed(String event, JsonNode payload, Runnable ack);
  }

  /** Calls an event with one object; fails when the line ends before the answer. */
  CompletableFuture<JsonNode> call(String event, Object payload);

  /** Done when the line ends, whoever ended it. */
  CompletableFuture<Void> ended();

  @Override
  void close();
}
