// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio.wire;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A TCP connection on which anything can be written, a WebSocket in particular. */
public final class RawSocket implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 10_000;
  private static final byte[] MASK = {1, 2, 3, 4};

  private final Socket socket = new Socket();
  private final DataInputStream in;

  public RawSocket(int port) throws IOException {
    socket.setReceiveBufferSize(1 << 14);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket.setSoTimeout(PATIENCE_MILLIS);
    in = new DataInputStream(socket.getInputStream());
  }

  public RawSocket write(byte... bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  public RawSocket write(String text) throws IOException {
    return write(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Asks for a WebSocket and reads the head of the answer. */
  public String upgrade(String target) throws IOException {
    write(
        "GET "
            + target
            + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
    return head();
  }

  /** Reads up to the empty line. */
  public String head() throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.readUnsignedByte());
    }
    return head.toString();
  }

  /** Reads a whole response; its body. */
  public String response() throws IOException {
    String head = head();
    int at = head.toLowerCase(Locale.ROOT).indexOf("content-length:") + 15;
    int length = Integer.parseInt(head.substring(at, head.indexOf('\r', at)).trim());
    return new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }

  /** Throws away what has come. */
  public void skipAvailable() throws IOException {
    in.skipNBytes(in.available());
  }

  /** Whether closing breaks the connection instead of ending it. */
  public void resetOnClose(boolean reset) throws IOException {
    socket.setSoLinger(reset, 0);
  }

  /** Closes before its time. */
  public void drop() throws IOException {
    socket.close();
  }

  /** A masked frame with this first byte. */
  public static byte[] frame(int first, byte... payload) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(first);
    if (payload.length < 126) {
      frame.write(0x80 | payload.length);
    } else if (payload.length < 0x10000) {
      frame.write(0x80 | 126);
      frame.write(payload.length >> 8);
      frame.write(payload.length);
    } else {
      frame.write(0x80 | 127);
      for (int shift = 56; shift >= 0; shift -= 8) {
        frame.write((int) ((long) payload.length >> shift));
      }
    }
    frame.writeBytes(MASK);
    for (int i = 0; i < payload.length; i++) {
      frame.write(payload[i] ^ MASK[i & 3]);
    }
    return frame.toByteArray();
  }

  public static byte[] text(String message) {
    return frame(0x81, message.getBytes(StandardCharsets.UTF_8));
  }

  /** The next frame of the server: its opcode in hex, a colon, and the payload as text. */
  public String readFrame() throws IOException {
    int opcode = in.readUnsignedByte() & 0x0f;
    int length = in.readUnsignedByte();
    if (length == 126) {
      length = in.readUnsignedShort();
    } else if (length == 127) {
      length = (int) in.readLong();
    }
    byte[] payload = in.readNBytes(length);
    if (opcode == 8) {
      return "8:" + (((payload[0] & 0xff) << 8) | (payload[1] & 0xff));
    }
    return opcode + ":" + new String(payload, StandardCharsets.UTF_8);
  }

  /** Reads frames until the server closes; the last one before. */
  public String lastFrame() throws IOException {
    String last = "";
    try {
      while (true) {
        last = readFrame();
      }
    } catch (EOFException | SocketException closed) {
      return last;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
