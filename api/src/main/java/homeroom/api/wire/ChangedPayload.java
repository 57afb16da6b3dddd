// SPDX-License-Identifier: Apache-2.0
package homeroom.api.wire;

/** The answer to {@code message:edit} and {@code message:delete}. */
@Description("The message as it is now.")
public record ChangedPayload(@Const("true") boolean ok, MessagePayload message) {}
