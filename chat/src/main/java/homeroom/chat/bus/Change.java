// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.bus;

import homeroom.chat.fanout.ChatEvent;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.UserId;
import java.util.Set;

/**
 * A change of a conversation's messages, as one node tells the others of it. It may come more than
 * once.
 *
 * @param event what its members are told
 * @param to who they are for the node that tells; each node tells those that it knows itself, so
 *     that this only says where nobody is concerned
 */
public record Change(ConversationId conversation, long rev, ChatEvent event, Set<UserId> to) {}
