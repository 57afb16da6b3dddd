package homeroom.server;

import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;

/** A server that runs until the process is told to stop (SIGTERM, SIGINT). */
final class Running {

  private Running() {}

  /**
   * Starts, says so, and waits. On the signal everything under way is finished and the process
   * exits with 0.
   */
  static int until(Homeroom homeroom, PrintWriter out) throws Exception {
    homeroom.start();
    var forever = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(Thread.ofPlatform().name("drain").unstarted(() -> drain(homeroom)));
    out.println("Homeroom is ready at " + homeroom.address());
    out.flush();
    forever.await();
    return 0;
  }

  /** Without the halt the JVM would exit with 143, as if the signal had killed it. */
  private static void drain(Homeroom homeroom) {
    homeroom.close();
    Runtime.getRuntime().halt(0);
  }
}
