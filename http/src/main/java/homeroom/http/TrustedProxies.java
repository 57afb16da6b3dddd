// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which neighbours are believed about the client's address. Immutable. */
final class TrustedProxies {

  static final TrustedProxies NONE = new TrustedProxies(List.of());

  private static final String FORWARDED_FOR = "x-forwarded-for";

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
   * 0.
   */
  InetSocketAddress client(InetSocketAddress neighbour, HttpHeaders headers) {
    if (!trusts(neighbour.getAddress())) {
      return neighbour;
    }
    String[] forwarded = String.join(",", headers.getAll(FORWARDED_FOR)).split(",", -1);
    InetSocketAddress client = neighbour;
    for (int i = forwarded.length - 1; i >= 0 && trusts(client.getAddress()); i--) {
      InetAddress heard = AddressRange.parseAddress(forwarded[i].strip());
      if (heard == null) {
        break;
      }
      client = new InetSocketAddress(heard, 0);
    }
    return client;
  }
}
