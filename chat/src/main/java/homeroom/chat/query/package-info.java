// SPDX-License-Identifier: Apache-2.0
/**
 * What a search asks of a store: a filter, an order and a page. The words of the wire's query
 * language, without its syntax.
 */
@NullMarked
package homeroom.chat.query;

import org.jspecify.annotations.NullMarked;
