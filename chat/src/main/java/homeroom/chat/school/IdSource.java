// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.school;

/** Makes ids that were never made before. Safe for use by many threads. */
@FunctionalInterface
public interface IdSource {

  /** A fresh id, see {@link IdFormat}. */
  String next();
}
