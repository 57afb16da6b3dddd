// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.imports;

/**
 * Where something was read.
 *
 * @param file its name
 * @param line from 1; 0 if it is about the file
 */
public record Place(String file, long line) {}
