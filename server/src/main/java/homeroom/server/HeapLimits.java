// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.http.HttpLimits;

/** The numbers of what clients may have that follow from the heap of this JVM. */
final class HeapLimits {

  /** Heap for one open connection, in bytes: twice what one takes. */
  private static final long BYTES_PER_CONNECTION = 16 << 10;

  /** The same with TLS, whose engine has buffers and keys. */
  private static final long BYTES_PER_TLS_CONNECTION = 48 << 10;

  /** Heap for one session of a stranger, in bytes: four times what one takes. */
  private static final long BYTES_PER_STRANGER = 32 << 10;

  private static final int MOST_STRANGERS = 10_000;

  private HeapLimits() {}

  static HttpLimits ofHttp(boolean tls) {
    long each = tls ? BYTES_PER_TLS_CONNECTION : BYTES_PER_CONNECTION;
    return HttpLimits.builder()
        .maxConnections(fitting(each, HttpLimits.DEFAULTS.maxConnections()))
        .build();
  }

  /** Sessions on which nobody signed in. */
  static int strangers() {
    return fitting(BYTES_PER_STRANGER, MOST_STRANGERS);
  }

  private static int fitting(long bytes, int most) {
    return (int) Math.min(most, Math.max(1, Runtime.getRuntime().maxMemory() / bytes));
  }
}
