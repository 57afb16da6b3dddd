// SPDX-License-Identifier: Apache-2.0
package homeroom.api.wire;

/** The answer to {@code message:send}. */
@Description("The message as it is stored.")
public record SentPayload(
    @Const("true") boolean ok,
    MessagePayload message,
    @Description("Whether it was there before, under the same clientId.") boolean duplicate) {}
