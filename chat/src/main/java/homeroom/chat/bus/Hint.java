// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.bus;

import homeroom.chat.school.ConversationId;
import homeroom.chat.school.SchoolId;
import java.time.Instant;

/**
 * That changes of a conversation were not published.
 *
 * @param id never the same twice
 * @param at when it was added, by the clock of the store
 */
public record Hint(String id, SchoolId school, ConversationId conversation, Instant at) {}
