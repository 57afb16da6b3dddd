// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.server;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.io.IOException;

/**
 * What nodes store in where no MongoDB is at hand: the tests' server in memory that speaks its
 * protocol. Prints {@code port N} and ends when its standard input does.
 */
final class StoreInMemory {

  private static final String LOG = "homeroom/bench/server/store-in-memory.xml";

  private StoreInMemory() {}

  public static void main(String[] args) throws IOException {
    System.setProperty("logback.configurationFile", LOG);
    var server = new MongoServer(new MemoryBackend());
    System.out.println("port " + server.bind().getPort());
    var _ = System.in.readAllBytes();
    server.shutdownNow();
  }
}
