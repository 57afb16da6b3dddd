// SPDX-License-Identifier: Apache-2.0
package homeroom.api.service;

import homeroom.api.wire.Description;
import homeroom.api.wire.Id;
import homeroom.api.wire.Received;

/** A message by its id. */
@Received
@Description("Names a message.")
public record MessageReferencePayload(@Id String messageId) {}
