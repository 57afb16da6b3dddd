// SPDX-License-Identifier: Apache-2.0
package homeroom.api.service;

import homeroom.api.wire.Description;
import homeroom.api.wire.Id;
import homeroom.api.wire.MaxProperties;
import homeroom.api.wire.Maximum;
import homeroom.api.wire.Minimum;
import homeroom.api.wire.Received;
import homeroom.chat.message.Sync;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a client has, to be told what it has not. */
@Received
@Description("What you have, to be told what changed since.")
record SyncRequestPayload(
    @Id
        @MaxProperties(Sync.MAX_CONVERSATIONS)
        @Description("The highest rev that you have of each conversation, by its id.")
        @Nullable Map<String, Long> conversations,
    @Minimum(1)
        @Maximum(Sync.MAX_LIMIT)
        @Description(
            "Messages in the whole answer at most: 1 to "
                + Sync.MAX_LIMIT
                + ", "
                + Sync.DEFAULT_LIMIT
                + " unless you say.")
        @Nullable Integer limit,
    @Description("The epoch that your revs are of; revs of another one mean nothing.")
        @Nullable String epoch,
    @Description("next of the answer before this one, whose question you go on with.") @Id
        @Nullable String after) {}
