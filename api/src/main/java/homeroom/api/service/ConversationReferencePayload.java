// SPDX-License-Identifier: Apache-2.0
package homeroom.api.service;

import homeroom.api.wire.Description;
import homeroom.api.wire.Id;
import homeroom.api.wire.Received;

/** A conversation by its id. */
@Received
@Description("Names a conversation.")
public record ConversationReferencePayload(@Id String conversationId) {}
