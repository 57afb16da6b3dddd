// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio.engine;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One message of the server, encoded once for any number of receivers and both transports: a text
 * packet, binary packets, or a text followed by the binary packets that belong to it. Immutable,
 * and plain heap memory: there is nothing to release.
 *
 * <p>Frames of a server are not masked (RFC 6455, 5.1), so the bytes are the same for every socket.
 */
public final class EngineFrame {

  /** The marker of a frame that has none. */
  public static final long NO_MARKER = Long.MIN_VALUE;

  private static final int TEXT = 0x81;
  private static final int BINARY = 0x82;
  private static final int PONG = 0x8a;

  private final byte[] webSocketBytes;
  private final int textStart;
  private final int textEnd;
  private final List<byte[]> binaries;
  private final long marker;

  private EngineFrame(
      byte[] webSocketBytes, int textStart, int textEnd, List<byte[]> binaries, long marker) {
    this.webSocketBytes = webSocketBytes;
    this.textStart = textStart;
    this.textEnd = textEnd;
    this.binaries = binaries;
    this.marker = marker;
  }

  /** A text message. */
  public static EngineFrame text(String message) {
    return text(message.getBytes(StandardCharsets.UTF_8), List.of());
  }

  /** A binary message. */
  public static EngineFrame binary(byte[] message) {
    byte[] copy = message.clone();
    byte[] bytes = new byte[headerSize(copy.length) + copy.length];
    put(bytes, 0, BINARY, copy);
    return new EngineFrame(bytes, 0, 0, List.of(copy), NO_MARKER);
  }

  /**
   * A text message and the binary messages that directly follow it.
   *
   * @param utf8 the message, without the packet type
   * @param binaries owned by the frame from now on
   */
  public static EngineFrame text(byte[] utf8, List<byte[]> binaries) {
    int header = headerSize(utf8.length + 1);
    int size = header + 1 + utf8.length;
    for (byte[] binary : binaries) {
      size += headerSize(binary.length) + binary.length;
    }
    byte[] bytes = new byte[size];
    putHeader(bytes, 0, TEXT, utf8.length + 1);
    bytes[header] = '4';
    System.arraycopy(utf8, 0, bytes, header + 1, utf8.length);
    int end = header + 1 + utf8.length;
    int at = end;
    for (byte[] binary : binaries) {
      at = put(bytes, at, BINARY, binary);
    }
    return new EngineFrame(bytes, header, end, List.copyOf(binaries), NO_MARKER);
  }

  /** A packet that is no message: its type, and for a probe its data. */
  static EngineFrame control(String packet) {
    byte[] ascii = packet.getBytes(StandardCharsets.US_ASCII);
    byte[] bytes = new byte[headerSize(ascii.length) + ascii.length];
    int end = put(bytes, 0, TEXT, ascii);
    return new EngineFrame(bytes, end - ascii.length, end, List.of(), NO_MARKER);
  }

  /** The answer to a ping of the WebSocket protocol (RFC 6455, 5.5.3). */
  static EngineFrame pong(byte[] payload) {
    byte[] bytes = new byte[headerSize(payload.length) + payload.length];
    put(bytes, 0, PONG, payload);
    return new EngineFrame(bytes, 0, 0, List.of(), NO_MARKER);
  }

  /** The same frame with a number for the receivers' own account, see {@link Receiver}. */
  public EngineFrame withMarker(long newMarker) {
    return new EngineFrame(webSocketBytes, textStart, textEnd, binaries, newMarker);
  }

  /** The marker, or {@link #NO_MARKER}. */
  public long marker() {
    return marker;
  }

  /** Bytes on a WebSocket. */
  public int size() {
    return webSocketBytes.length;
  }

  /** One or more whole WebSocket frames. Not to be changed. */
  byte[] webSocketBytes() {
    return webSocketBytes;
  }

  boolean hasText() {
    return textEnd > textStart;
  }

  /** Where the text packet, its type included, begins in {@link #webSocketBytes}. */
  int textStart() {
    return textStart;
  }

  int textEnd() {
    return textEnd;
  }

  List<byte[]> binaries() {
    return binaries;
  }

  private static int put(byte[] target, int at, int opcode, byte[] payload) {
    int start = putHeader(target, at, opcode, payload.length);
    System.arraycopy(payload, 0, target, start, payload.length);
    return start + payload.length;
  }

  private static int headerSize(int length) {
    return length < 126 ? 2 : length <= 0xffff ? 4 : 10;
  }

  /** RFC 6455, 5.2: FIN and opcode, then the length in 7, 16 or 64 bits. */
  private static int putHeader(byte[] target, int at, int opcode, int length) {
    target[at] = (byte) opcode;
    if (length < 126) {
      target[at + 1] = (byte) length;
      return at + 2;
    }
    int bytes = length <= 0xffff ? 2 : 8;
    target[at + 1] = (byte) (bytes == 2 ? 126 : 127);
    for (int i = 0; i < bytes; i++) {
      int shift = 8 * (bytes - 1 - i);
      target[at + 2 + i] = shift > 24 ? 0 : (byte) (length >>> shift);
    }
    return at + 2 + bytes;
  }
}
