// SPDX-License-Identifier: Apache-2.0
package homeroom.cluster.redis;

/** One connection to a server, which ends once and for all. Safe for many threads. */
interface Link extends AutoCloseable {

  boolean isOpen();

  /** Ends it; what was not answered is not known. Never waits; more than once is as once. */
  @Override
  void close();
}
