// SPDX-License-Identifier: Apache-2.0
package homeroom.server.rehearsal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A signed-in device of Socket.IO over one WebSocket (RFC 6455), which acks whatever asks for it.
 * It listens on a virtual thread; who calls waits for the answer, one call at a time.
 */
final class Device implements AutoCloseable {

  /** How long an answer may take, in seconds: longer than any does on a machine that is busy. */
  private static final int PATIENCE_SECONDS = 20;

  private static final int FINAL_TEXT = 0x81;
  private static final int TEXT = 0x1;
  private static final int CLOSE = 0x8;
  private static final int MASKED = 0x80;
  private static final int SHORT_LENGTH = 126;
  private static final int LONG_LENGTH = 127;
  private static final int LONGEST_HEADER = 8;

  private final String auth;
  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;
  private final Semaphore connected = new Semaphore(0);
  private final Semaphore answers = new Semaphore(0);
  private volatile String lastAnswer = "";

  private Device(Socket socket, String auth) throws IOException {
    this.socket = socket;
    this.auth = auth;
    this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    this.out = socket.getOutputStream();
  }

  /**
   * Begins to connect; blocks until the server has agreed to speak WebSocket.
   *
   * @param auth what the CONNECT carries, as JSON
   */
  static Device connect(URI server, String auth) throws IOException {
    var socket = new Socket(server.getHost(), server.getPort());
    socket.setTcpNoDelay(true);
    var device = new Device(socket, auth);
    device.upgrade(server.getAuthority());
    Thread.ofVirtual().start(device::listen);
    return device;
  }

  /** With the key of RFC 6455, section 1.3: nobody checks the answer to it. */
  private void upgrade(String authority) throws IOException {
    String head =
        """
        GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r
        Host: %s\r
        Upgrade: websocket\r
        Connection: Upgrade\r
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
        Sec-WebSocket-Version: 13\r
        \r
        """
            .formatted(authority);
    out.write(head.getBytes(ISO_8859_1));
    var answer = new StringBuilder();
    while (!answer.toString().endsWith("\r\n\r\n")) {
      answer.append((char) in.readUnsignedByte());
    }
    if (!answer.toString().startsWith("HTTP/1.1 101 ")) {
      throw new IOException("No WebSocket: " + answer);
    }
  }

  /** Waits until it is signed in. */
  void awaitConnected() throws InterruptedException {
    take(connected, "connected");
  }

  /**
   * Calls an event or a service, given with its arguments as JSON.
   *
   * @return what the ack brings, as a JSON array
   */
  String call(String elements) throws IOException, InterruptedException {
    send("420[" + elements + "]");
    take(answers, elements);
    return lastAnswer;
  }

  private static void take(Semaphore given, String what) throws InterruptedException {
    if (!given.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("Not answered: " + what);
    }
  }

  private void listen() {
    try {
      while (true) {
        int opcode = in.readUnsignedByte() & 0xf;
        byte[] payload = new byte[length()];
        in.readFully(payload);
        if (opcode == CLOSE) {
          return;
        }
        if (opcode == TEXT) {
          hear(new String(payload, UTF_8));
        }
      }
    } catch (IOException closed) {
      // Whoever waits for an answer is told by the wait that ends.
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

  private void hear(String packet) throws IOException {
    if (packet.startsWith("42")) {
      int data = packet.indexOf('[');
      if (data > 2) {
        send("43" + packet.substring(2, data) + "[]");
      } else if (packet.startsWith("42[\"connected\"")) {
        connected.release();
      }
    } else if (packet.startsWith("43")) {
      lastAnswer = packet.substring(packet.indexOf('['));
      answers.release();
    } else if (packet.startsWith("0")) {
      send("40" + auth);
    } else if (packet.equals("2")) {
      send("3");
    }
  }

  /** The mask is all zeros, which keeps the bytes as they are. */
  private synchronized void send(String packet) throws IOException {
    byte[] payload = packet.getBytes(UTF_8);
    ByteBuffer frame = ByteBuffer.allocate(LONGEST_HEADER + payload.length).put((byte) FINAL_TEXT);
    if (payload.length < SHORT_LENGTH) {
      frame.put((byte) (MASKED | payload.length));
    } else {
      frame.put((byte) (MASKED | SHORT_LENGTH)).putShort((short) payload.length);
    }
    frame.putInt(0).put(payload);
    out.write(frame.array(), 0, frame.position());
  }

  @Override
  public void close() throws IOException {
    send("41");
    socket.close();
  }
}
