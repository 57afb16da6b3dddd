// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A connection of somebody who keeps to no protocol. Blocking; what the server closes, ends. */
final class HostileLine implements AutoCloseable {

  private static final int CONNECT_MILLIS = 10_000;
  private static final int READ_MILLIS = 20_000;

  /** How long an attacker holds on. */
  private static final int SOON_MILLIS = 2_000;

  private static final int SMALL_WINDOW_BYTES = 4_096;
  private static final int MORE_BYTES = 1_000;
  private static final int MASKED = 0x80;
  private static final int LONG = 126;
  private static final int HEX = 16;

  private final Socket socket = new Socket();
  private final InputStream in;

  private HostileLine(String url, boolean readsSlowly) throws IOException {
    if (readsSlowly) {
      socket.setReceiveBufferSize(SMALL_WINDOW_BYTES);
    }
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(READ_MILLIS);
    socket.connect(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), URI.create(url).getPort()),
        CONNECT_MILLIS);
    in = new BufferedInputStream(socket.getInputStream());
  }

  static HostileLine open(String url) throws IOException {
    return new HostileLine(url, false);
  }

  /** One with a small window, so that little of an answer leaves the server. */
  static HostileLine slowReader(String url) throws IOException {
    return new HostileLine(url, true);
  }

  /** One that is a WebSocket; in the namespace as who has the token, or in none if it is empty. */
  static HostileLine webSocket(String url, String token) throws IOException {
    HostileLine line = open(url);
    line.send(
        """
        GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r
        Host: h\r
        Upgrade: websocket\r
        Connection: Upgrade\r
        Sec-WebSocket-Version: 13\r
        Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r
        \r
        """);
    if (line.head().startsWith("HTTP/1.1 101 ") && !token.isEmpty()) {
      line.sendText("40{\"token\":\"" + token + "\"}");
      line.awaitText("42[\"connected\"");
    }
    return line;
  }

  /** False if the server has closed. */
  boolean send(String latin1) {
    return send(latin1.getBytes(ISO_8859_1));
  }

  boolean send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      return true;
    } catch (IOException closed) {
      return false;
    }
  }

  boolean sendText(String text) {
    return sendFrame(0x81, text.getBytes(UTF_8));
  }

  /** Sends a frame whose first byte is that one. */
  boolean sendFrame(int first, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(payload.length + 14).put((byte) first);
    if (payload.length < 126) {
      frame.put((byte) (MASKED | payload.length));
    } else if (payload.length < 1 << 16) {
      frame.put((byte) (MASKED | 126)).putShort((short) payload.length);
    } else {
      frame.put((byte) (MASKED | 127)).putLong(payload.length);
    }
    frame.putInt(0).put(payload).flip();
    byte[] bytes = new byte[frame.remaining()];
    frame.get(bytes);
    return send(bytes);
  }

  /** The head of the next answer; empty if the server closed. */
  private String head() {
    try {
      return readHead();
    } catch (IOException closed) {
      return "";
    }
  }

  private String readHead() throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int b = in.read();
      if (b < 0) {
        return "";
      }
      head.append((char) b);
    }
    return head.toString();
  }

  /** The status of the next answer, whose body is read and thrown away, or "closed". */
  String status() {
    String head = head();
    if (head.length() < 12) {
      return "closed";
    }
    try {
      skipBody(head);
    } catch (IOException closed) {
      return "closed";
    }
    return head.substring(9, 12);
  }

  private void skipBody(String head) throws IOException {
    if (!head.contains("chunked")) {
      in.skipNBytes(length(head));
      return;
    }
    int chunk = -1;
    while (chunk != 0) {
      chunk = Integer.parseInt(readLine(), HEX);
      in.skipNBytes(chunk + 2);
    }
  }

  private String readLine() throws IOException {
    var line = new StringBuilder();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new IOException("closed");
      }
      line.append((char) b);
    }
    return line.toString().strip();
  }

  /** The body of the next answer; empty if the server closed. */
  String body() {
    String head = head();
    try {
      return new String(in.readNBytes((int) length(head)), ISO_8859_1);
    } catch (IOException closed) {
      return "";
    }
  }

  private static long length(String head) {
    for (String line : head.lines().toList()) {
      if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
        return Long.parseLong(line.substring(15).strip());
      }
    }
    return 0;
  }

  /** The statuses of all answers until the server closes, or says nothing for long. */
  List<String> statuses() {
    var all = new ArrayList<String>();
    String status = status();
    while (!status.equals("closed")) {
      all.add(status);
      status = status();
    }
    return all;
  }

  /** How many frames come, at most that many, until the server closes, or says nothing for long. */
  int framesUntil(int most) {
    int frames = 0;
    try {
      while (frames < most) {
        if (in.read() < 0) {
          return frames;
        }
        int length = in.read();
        if (length == LONG) {
          length = in.read() << 8 | in.read();
        }
        in.skipNBytes(length);
        frames++;
      }
    } catch (IOException closed) {
      return frames;
    }
    return frames;
  }

  /** The status of an answer that comes soon, or "closed"; nothing if the server waits for more. */
  String soon() throws IOException {
    socket.setSoTimeout(SOON_MILLIS);
    try {
      String head = readHead();
      return head.startsWith("HTTP/") ? head.substring(9, 12) : "closed";
    } catch (SocketTimeoutException waiting) {
      return "";
    } catch (IOException closed) {
      return "closed";
    }
  }

  /** Reads until the server has said one of these; what it said. */
  String awaitText(String... texts) throws IOException {
    String read = awaitTextOrEnd(texts);
    if (read.isEmpty()) {
      throw new IOException("closed before: " + List.of(texts));
    }
    return read;
  }

  /** The same, and a little of what follows; empty if the server closed before. */
  String awaitTextOrEnd(String... texts) {
    var read = new StringBuilder();
    try {
      while (Stream.of(texts).noneMatch(text -> read.indexOf(text) >= 0)) {
        int b = in.read();
        if (b < 0) {
          return "";
        }
        read.append((char) b);
      }
      int more = Math.min(in.available(), MORE_BYTES);
      return read + new String(in.readNBytes(more), ISO_8859_1);
    } catch (IOException closed) {
      return "";
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
