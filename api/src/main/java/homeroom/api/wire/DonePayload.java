// SPDX-License-Identifier: Apache-2.0
package homeroom.api.wire;

/** The answer to a call that has nothing more to say. */
@Description("Granted.")
public record DonePayload(@Const("true") boolean ok) {}
