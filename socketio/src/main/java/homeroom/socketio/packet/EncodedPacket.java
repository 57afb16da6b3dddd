// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio.packet;

import java.util.List;

/**
 * A packet in its wire form: a text in UTF-8 and the binary messages that follow it. Neither is to
 * be changed.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and never copied on the hot path
public record EncodedPacket(byte[] text, List<byte[]> attachments) {}
