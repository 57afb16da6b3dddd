// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

/** Whose store it is that is copied from; the constants are named as on the command line. */
enum StoreFormat {
  homeroom,
  /** That of an application built on Feathers. */
  feathers
}
