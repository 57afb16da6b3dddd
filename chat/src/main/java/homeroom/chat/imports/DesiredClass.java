// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.imports;

import homeroom.chat.roster.Days;

/**
 * A class as a source wants it.
 *
 * @param key what the source calls it
 * @param name in its canonical form
 * @param code in its canonical form
 * @param days when it takes place
 */
public record DesiredClass(String key, String name, String code, Days days, Place place) {}
