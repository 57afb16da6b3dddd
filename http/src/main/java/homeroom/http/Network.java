// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * Where a client comes from, as shares count it: an IPv4 address, or the 64 bits of an IPv6 address
 * that a subscriber is given as a whole (RFC 6177). A whole school may be one.
 *
 * @param prefix the address, or its first 64 bits
 */
public record Network(boolean v6, long prefix) {

  private static final Network UNKNOWN = new Network(false, 0);

  /** The network of an address; all that are not resolved are one. */
  public static Network of(InetSocketAddress address) {
    InetAddress ip = address.getAddress();
    if (ip == null) {
      return UNKNOWN;
    }
    ByteBuffer bytes = ByteBuffer.wrap(ip.getAddress());
    return ip instanceof Inet6Address
        ? new Network(true, bytes.getLong())
        : new Network(false, Integer.toUnsignedLong(bytes.getInt()));
  }
}
