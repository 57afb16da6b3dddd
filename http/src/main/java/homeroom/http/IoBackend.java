// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringIoHandlerConfig;
import io.netty.channel.uring.IoUringServerSocketChannel;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the event loops ask the operating system for readiness. */
public enum IoBackend {
  /** Linux {@code epoll}, by Netty's native library. */
  EPOLL,
  /** Linux {@code io_uring}; many container hosts forbid it. */
  IO_URING,
  /** The JDK's selectors, on every platform. */
  NIO;

  private static final String AUTO = "auto";

  /** Room in each event loop's ring for clients that all leave at once; 16 bytes each. */
  private static final int COMPLETIONS = 32_768;

  private static final Logger log = LoggerFactory.getLogger(IoBackend.class);

  /**
   * The one that the system property {@code homeroom.io} names; where it names none, io_uring if
   * the kernel allows it and is new enough, else epoll, else NIO. Measured as docs/decisions/0001
   * says: with several messages under way io_uring costs two thirds of epoll, else the same.
   */
  public static IoBackend best() {
    String named = System.getProperty("homeroom.io", AUTO);
    return named.equals(AUTO) ? fastest() : named(named);
  }

  /**
   * The backend of this name: {@code auto} for the {@link #best}, or a constant's in lower case.
   *
   * @throws IllegalArgumentException if there is none; its message names all
   */
  public static IoBackend named(String name) {
    return switch (name) {
      case AUTO -> best();
      case "epoll" -> EPOLL;
      case "io_uring" -> IO_URING;
      case "nio" -> NIO;
      default ->
          throw new IllegalArgumentException(
              "there is no '" + name + "'; there are auto, epoll, io_uring and nio");
    };
  }

  private static IoBackend fastest() {
    if (isKernelAtLeast(6, 1) && IO_URING.isAvailable()) {
      return IO_URING;
    }
    return EPOLL.isAvailable() ? EPOLL : NIO;
  }

  /** Before Linux 6.1 io_uring interrupts the event loop for every completion. */
  private static boolean isKernelAtLeast(int major, int minor) {
    var version = Pattern.compile("(\\d+)\\.(\\d+).*").matcher(System.getProperty("os.version"));
    if (!version.matches()) {
      return false;
    }
    int found = Integer.parseInt(version.group(1));
    return found > major || (found == major && Integer.parseInt(version.group(2)) >= minor);
  }

  /** Whether this machine and its kernel allow this backend. */
  public boolean isAvailable() {
    return switch (this) {
      case EPOLL -> Epoll.isAvailable();
      case IO_URING -> IoUring.isAvailable();
      case NIO -> true;
    };
  }

  /** This backend, or the best available one, with a sentence in the log that says so. */
  IoBackend orBest() {
    if (isAvailable()) {
      return this;
    }
    log.warn("{} is not available on this machine; using {} instead", this, fastest());
    return fastest();
  }

  IoHandlerFactory ioHandlers() {
    return switch (this) {
      case EPOLL -> EpollIoHandler.newFactory();
      case IO_URING ->
          IoUringIoHandler.newFactory(new IoUringIoHandlerConfig().setCqSize(COMPLETIONS));
      case NIO -> NioIoHandler.newFactory();
    };
  }

  Class<? extends ServerSocketChannel> serverChannel() {
    return switch (this) {
      case EPOLL -> EpollServerSocketChannel.class;
      case IO_URING -> IoUringServerSocketChannel.class;
      case NIO -> NioServerSocketChannel.class;
    };
  }
}
