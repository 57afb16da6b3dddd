// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

/** Who takes a request. */
sealed interface Destination {

  /** The largest body taken, in bytes. */
  int maxBodyBytes();

  /** Handled on a virtual thread. */
  record ToHandler(HttpHandler handler, int maxBodyBytes) implements Destination {}

  /** Handled on the connection's event loop. */
  record ToMount(Mount mount) implements Destination {
    @Override
    public int maxBodyBytes() {
      return mount.maxBodyBytes();
    }
  }
}
