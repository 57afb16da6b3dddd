// SPDX-License-Identifier: Apache-2.0
package homeroom.api.auth;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;

/** What a client's network is called where people read it. */
final class NetworkName {

  /** Groups of 16 bits of an IPv6 address that one household has to itself. */
  private static final int GROUPS = 4;

  private NetworkName() {}

  /** An IPv4 address; of an IPv6 address the network of 64 bits. */
  static String of(InetAddress address) {
    if (!(address instanceof Inet6Address)) {
      return address.getHostAddress();
    }
    byte[] bytes = address.getAddress();
    var groups = new ArrayList<String>();
    for (int i = 0; i < GROUPS; i++) {
      groups.add(Integer.toHexString((bytes[2 * i] & 0xff) << 8 | (bytes[2 * i + 1] & 0xff)));
    }
    return String.join(":", groups) + "::/64";
  }
}
