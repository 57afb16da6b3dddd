// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which neighbours are believed about the client's address and what it asked for. Immutable. */
final class TrustedProxies {

  static final TrustedProxies NONE = new TrustedProxies(List.of());

  private static final String FORWARDED = "forwarded";
  private static final String FORWARDED_FOR = "x-forwarded-for";
  private static final String FORWARDED_HOST = "x-forwarded-host";
  private static final String FORWARDED_PORT = "x-forwarded-port";

  private final List<AddressRange> ranges;

  private TrustedProxies(List<AddressRange> ranges) {
    this.ranges = ranges;
  }

  /**
   * Those with an address in one of {@code ranges}.
   *
   * @throws IllegalArgumentException if one is neither an address nor a CIDR range
   */
  static TrustedProxies of(Collection<String> ranges) {
    return new TrustedProxies(ranges.stream().map(AddressRange::parse).toList());
  }

  boolean trusts(@Nullable InetAddress address) {
    if (address == null) {
      return false;
    }
    for (AddressRange range : ranges) {
      if (range.contains(address)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The client's address. Each proxy appends whom it heard, so the list is read from its end, as
   * long as the one who says so is trusted; the port of a forwarded address is unknown and given as
   * 0. {@code Forwarded} is read only where there is no {@code X-Forwarded-For}.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc7239#section-5.2">RFC 7239, 5.2</a>
   */
  InetSocketAddress client(InetSocketAddress neighbour, HttpHeaders headers) {
    if (!trusts(neighbour.getAddress())) {
      return neighbour;
    }
    boolean isStandard = !headers.contains(FORWARDED_FOR);
    String name = isStandard ? FORWARDED : FORWARDED_FOR;
    String[] forwarded = String.join(",", headers.getAll(name)).split(",", -1);
    InetSocketAddress client = neighbour;
    for (int i = forwarded.length - 1; i >= 0 && trusts(client.getAddress()); i--) {
      InetAddress heard = address(isStandard ? forNode(forwarded[i]) : forwarded[i].strip());
      if (heard == null) {
        break;
      }
      client = new InetSocketAddress(heard, 0);
    }
    return client;
  }

  /** Takes away what only a trusted neighbour may say, and this one said. */
  void forgetUntrusted(InetSocketAddress neighbour, HttpHeaders headers) {
    if (!trusts(neighbour.getAddress())) {
      headers.remove(FORWARDED_HOST).remove(FORWARDED_PORT);
    }
  }

  /** Whom an element of {@code Forwarded} is for, without quotes; "" if it does not say. */
  private static String forNode(String element) {
    for (String pair : element.split(";", -1)) {
      String said = pair.strip();
      if (said.regionMatches(true, 0, "for=", 0, 4)) {
        String node = said.substring(4);
        boolean quoted = node.length() > 1 && node.startsWith("\"") && node.endsWith("\"");
        return quoted ? node.substring(1, node.length() - 1) : node;
      }
    }
    return "";
  }

  /** An address, also in brackets or with a port behind it, as some proxies write it; or null. */
  private static @Nullable InetAddress address(String text) {
    int bracket = text.indexOf(']');
    if (text.startsWith("[") && bracket > 0) {
      return AddressRange.parseAddress(text.substring(1, bracket));
    }
    int colon = text.indexOf(':');
    boolean hasPort = colon > 0 && text.indexOf(':', colon + 1) < 0;
    return AddressRange.parseAddress(hasPort ? text.substring(0, colon) : text);
  }
}
