// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

import homeroom.chat.school.ConversationId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client has, and how much it wants to be told.
 *
 * @param known the highest rev the client has of each conversation
 * @param epoch the one that these revs are of; null from a client that knows of none
 * @param after entries of conversations with higher ids only; null from the first on
 * @param limit how many messages in all, 1 to {@link Sync#MAX_LIMIT}
 */
public record SyncRequest(
    Map<ConversationId, Long> known,
    @Nullable String epoch,
    @Nullable ConversationId after,
    int limit) {}
