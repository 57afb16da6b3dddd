// SPDX-License-Identifier: Apache-2.0
package homeroom.api.service;

import homeroom.api.wire.Description;
import homeroom.api.wire.Id;
import homeroom.api.wire.Received;

/** How far a user has come in a conversation. */
@Received
@Description("How far you have come in a conversation.")
public record ClaimPayload(
    @Id String conversationId,
    @Description("All messages up to this one; at most the conversation's last.") long seq) {}
