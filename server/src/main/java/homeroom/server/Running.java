// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.ArrayBlockingQueue;

/** A server that runs until the process is told to stop (SIGTERM, SIGINT). */
final class Running {

  private Running() {}

  /**
   * Starts, says so, and waits. On the signal it drains, everything under way is finished, and the
   * process exits with 0.
   *
   * @throws IOException if another server took the store over
   */
  static int until(Homeroom homeroom, PrintWriter out) throws IOException, InterruptedException {
    homeroom.start();
    var lost = new ArrayBlockingQueue<String>(1);
    homeroom.whenStoreLost(lost::add);
    Thread draining = Thread.ofPlatform().name("drain").unstarted(() -> drain(homeroom));
    Runtime.getRuntime().addShutdownHook(draining);
    homeroom.publicUrl().ifPresent(url -> out.println("People reach Homeroom at " + url));
    out.println(new JvmSettings().sentence());
    out.println("Homeroom is ready at " + homeroom.address());
    if (homeroom.hasPage()) {
      String open = homeroom.publicUrl().map(PublicUrl::toString).orElse(homeroom.address());
      out.println("Open " + open + "/ in a browser.");
    }
    out.flush();
    FirstMorning.prepare();
    String why = lost.take();
    try {
      Runtime.getRuntime().removeShutdownHook(draining);
    } catch (IllegalStateException stopping) {
      // It drains already: nobody who is left can be served any more.
      System.err.println(why + " It stops.");
      Runtime.getRuntime().halt(1);
    }
    throw new IOException(why + " It stops.");
  }

  /** Without the halt the JVM would exit with 143, as if the signal had killed it. */
  private static void drain(Homeroom homeroom) {
    homeroom.stop();
    Runtime.getRuntime().halt(0);
  }
}
