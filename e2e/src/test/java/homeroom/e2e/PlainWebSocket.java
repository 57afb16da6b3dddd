// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * A WebSocket client (RFC 6455) for text, on a blocking socket and the virtual thread that reads
 * it. The mask is all zeros, which keeps the bytes as they are.
 */
final class PlainWebSocket implements AutoCloseable {

  private static final int TEXT = 0x1;
  private static final int CLOSE = 0x8;
  private static final int FINAL = 0x80;
  private static final int MASKED = 0x80;
  private static final int SHORT_LENGTH = 126;
  private static final int LONG_LENGTH = 127;

  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;

  private PlainWebSocket(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    this.out = socket.getOutputStream();
  }

  /** Connects; blocks until the server has agreed. */
  static PlainWebSocket connect(URI uri) throws IOException {
    var socket = new Socket(uri.getHost(), uri.getPort());
    socket.setTcpNoDelay(true);
    var webSocket = new PlainWebSocket(socket);
    webSocket.shakeHands(uri);
    return webSocket;
  }

  private void shakeHands(URI uri) throws IOException {
    String request =
        "GET "
            + uri.getRawPath()
            + "?"
            + uri.getRawQuery()
            + " HTTP/1.1\r\nHost: "
            + uri.getAuthority()
            + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";
    out.write(request.getBytes(ISO_8859_1));
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.readUnsignedByte());
    }
    if (!head.toString().startsWith("HTTP/1.1 101 ")) {
      throw new IOException("no WebSocket: " + head);
    }
  }

  /** Hands every message to {@code listener} until the connection ends. */
  void read(Consumer<String> listener) throws IOException {
    while (true) {
      int opcode = in.readUnsignedByte() & 0xf;
      byte[] payload = new byte[length()];
      in.readFully(payload); // what ends within a message is none
      if (opcode == CLOSE) {
        return;
      }
      if (opcode == TEXT) {
        listener.accept(new String(payload, UTF_8));
      }
    }
  }

  private int length() throws IOException {
    int length = in.readUnsignedByte();
    return switch (length) {
      case SHORT_LENGTH -> in.readUnsignedShort();
      case LONG_LENGTH -> Math.toIntExact(in.readLong());
      default -> length;
    };
  }

  /** For any thread. */
  synchronized void send(String text) throws IOException {
    byte[] payload = text.getBytes(UTF_8);
    ByteBuffer frame = ByteBuffer.allocate(payload.length + 14).put((byte) (FINAL | TEXT));
    if (payload.length < SHORT_LENGTH) {
      frame.put((byte) (MASKED | payload.length));
    } else if (payload.length < 1 << 16) {
      frame.put((byte) (MASKED | SHORT_LENGTH)).putShort((short) payload.length);
    } else {
      frame.put((byte) (MASKED | LONG_LENGTH)).putLong(payload.length);
    }
    frame.putInt(0).put(payload);
    out.write(frame.array(), 0, frame.position());
  }

  /** Ends the connection without a word. */
  @Override
  public void close() throws IOException {
    socket.close();
  }
}
