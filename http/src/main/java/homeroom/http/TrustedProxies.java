package homeroom.http;

import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetSocketAddress;

/** Which neighbours are believed about the client's address. */
final class TrustedProxies {

  static final TrustedProxies NONE = new TrustedProxies();

  boolean trusts(InetSocketAddress neighbour) {
    return false;
  }

  InetSocketAddress client(InetSocketAddress neighbour, HttpHeaders headers) {
    return neighbour;
  }
}
