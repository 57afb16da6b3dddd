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
import io.netty.channel.uring.IoUringServerSocketChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the event loops ask the operating system for readiness. */
public enum Transport {
  /** Linux {@code epoll}, by Netty's native library. */
  EPOLL,
  /** Linux {@code io_uring}; many container hosts forbid it. */
  IO_URING,
  /** The JDK's selectors, on every platform. */
  NIO;

  private static final String AUTO = "auto";

  private static final Logger log = LoggerFactory.getLogger(Transport.class);

  /** The one that the system property {@code homeroom.io} names; epoll where there is none. */
  public static Transport best() {
    String named = System.getProperty("homeroom.io", AUTO);
    return named.equals(AUTO) ? fastest() : named(named);
  }

  /**
   * The transport of this name: {@code auto} for the {@link #best}, or a constant's in lower case.
   *
   * @throws IllegalArgumentException if there is none; its message names all
   */
  public static Transport named(String name) {
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

  private static Transport fastest() {
    return Epoll.isAvailable() ? EPOLL : NIO;
  }

  /** Whether this machine and its kernel allow this transport. */
  public boolean isAvailable() {
    return switch (this) {
      case EPOLL -> Epoll.isAvailable();
      case IO_URING -> IoUring.isAvailable();
      case NIO -> true;
    };
  }

  /** This transport, or the best available one, with a sentence in the log that says so. */
  Transport orBest() {
    if (isAvailable()) {
      return this;
    }
    log.warn("{} is not available on this machine; using {} instead", this, fastest());
    return fastest();
  }

  IoHandlerFactory ioHandlers() {
    return switch (this) {
      case EPOLL -> EpollIoHandler.newFactory();
      case IO_URING -> IoUringIoHandler.newFactory();
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
