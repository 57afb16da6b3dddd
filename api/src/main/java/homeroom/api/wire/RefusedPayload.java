// SPDX-License-Identifier: Apache-2.0
package homeroom.api.wire;

/** The answer to a call that was refused. */
@Description("Refused.")
public record RefusedPayload(@Const("false") boolean ok, ErrorPayload error) {}
