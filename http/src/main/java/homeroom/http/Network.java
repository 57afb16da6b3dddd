// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.StringJoiner;

/**
 * Where a client comes from, as shares count it: an IPv4 address, or the 64 bits of an IPv6 address
 * that a subscriber is given as a whole (RFC 6177). A whole school may be one.
 *
 * @param prefix the address, or its first 64 bits
 */
public record Network(boolean v6, long prefix) {

  /** Groups of 16 bits in the prefix of an IPv6 address. */
  private static final int GROUPS = 4;

  private static final Network UNKNOWN = new Network(false, 0);

  /** The network of an address; all that are not resolved are one. */
  public static Network of(InetSocketAddress address) {
    InetAddress ip = address.getAddress();
    return ip == null ? UNKNOWN : of(ip);
  }

  public static Network of(InetAddress ip) {
    ByteBuffer bytes = ByteBuffer.wrap(ip.getAddress());
    return ip instanceof Inet6Address
        ? new Network(true, bytes.getLong())
        : new Network(false, Integer.toUnsignedLong(bytes.getInt()));
  }

  /** As people read it: {@code 192.0.2.1}, or {@code 2001:db8:1:2::/64}. */
  public String name() {
    if (!v6) {
      return "%d.%d.%d.%d".formatted(part(24, 8), part(16, 8), part(8, 8), part(0, 8));
    }
    var groups = new StringJoiner(":", "", "::/64");
    for (int i = GROUPS - 1; i >= 0; i--) {
      groups.add(Long.toHexString(part(16 * i, 16)));
    }
    return groups.toString();
  }

  /** So many bits of the prefix, without as many that follow them. */
  private long part(int following, int bits) {
    return (prefix >>> following) & ((1L << bits) - 1);
  }
}
