// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** A network in CIDR form, or one address. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record AddressRange(byte[] network, int prefixBits) {

  /**
   * Reads {@code 10.0.0.0/8}, {@code fd00::/8} or one address; never asks the name service.
   *
   * @throws IllegalArgumentException if it is none of these
   */
  static AddressRange parse(String range) {
    int slash = range.indexOf('/');
    InetAddress address = parseAddress(slash < 0 ? range : range.substring(0, slash));
    if (address == null) {
      throw new IllegalArgumentException("not an address or CIDR range: " + range);
    }
    byte[] network = address.getAddress();
    int bits = slash < 0 ? network.length * 8 : prefixBits(range, range.substring(slash + 1));
    if (bits < 0 || bits > network.length * 8) {
      throw new IllegalArgumentException("the prefix length does not fit the address: " + range);
    }
    return new AddressRange(network, bits);
  }

  /** The address written out in {@code text}, or null. */
  static @Nullable InetAddress parseAddress(String text) {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text);
    try {
      return bytes == null ? null : InetAddress.getByAddress(bytes);
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  boolean contains(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length != network.length) {
      return false;
    }
    int whole = prefixBits / 8;
    for (int i = 0; i < whole; i++) {
      if (bytes[i] != network[i]) {
        return false;
      }
    }
    int rest = prefixBits % 8;
    int mask = 0xff00 >> rest & 0xff;
    return rest == 0 || (bytes[whole] & mask) == (network[whole] & mask);
  }

  private static int prefixBits(String range, String bits) {
    try {
      return Integer.parseInt(bits);
    } catch (NumberFormatException notANumber) {
      throw new IllegalArgumentException("not a prefix length: " + range, notANumber);
    }
  }
}
