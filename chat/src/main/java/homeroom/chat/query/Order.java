// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.query;

/** Sort by one field, by its name on the wire. */
public record Order(String field, boolean descending) {}
