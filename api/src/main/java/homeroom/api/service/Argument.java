// SPDX-License-Identifier: Apache-2.0
package homeroom.api.service;

/**
 * Something that a query may or must name apart from the query language.
 *
 * @param about what it is, in a sentence
 */
public record Argument(String name, boolean required, String about) {}
