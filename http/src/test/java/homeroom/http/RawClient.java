// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import homeroom.http.testing.ManualTime;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.awaitility.Awaitility;

/** A client that sends exactly the bytes it is given. */
final class RawClient implements AutoCloseable {

  /** A read that takes longer fails the test. */
  private static final int READ_LIMIT_MILLIS = 20_000;

  record Answer(int status, Map<String, String> headers, String body) {
    String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  private final Socket socket;
  private final InputStream in;

  RawClient(HttpServer server) throws IOException {
    this(new Socket(InetAddress.getLoopbackAddress(), server.port()));
  }

  RawClient(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(READ_LIMIT_MILLIS);
    socket.setTcpNoDelay(true);
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  /** Sends text whose lines end in CRLF. */
  RawClient send(String text) throws IOException {
    return sendBytes(text.replace("\n", "\r\n"));
  }

  RawClient sendBytes(String latin1) throws IOException {
    socket.getOutputStream().write(latin1.getBytes(ISO_8859_1));
    return this;
  }

  RawClient get(String path) throws IOException {
    return send("GET " + path + " HTTP/1.1\nHost: h\n\n");
  }

  Answer answer() throws IOException {
    return answer(false);
  }

  /** Reads one answer; that to a HEAD request has no body whatever its length says. */
  Answer answer(boolean toHead) throws IOException {
    String statusLine = line();
    if (!statusLine.startsWith("HTTP/1.1 ")) {
      throw new IOException("not an answer: '" + statusLine + "'");
    }
    int status = Integer.parseInt(statusLine.substring(9, 12));
    var headers = new LinkedHashMap<String, String>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.merge(
          line.substring(0, colon).toLowerCase(Locale.ROOT),
          line.substring(colon + 1).strip(),
          (first, more) -> first + ", " + more);
    }
    if (!toHead && headers.getOrDefault("transfer-encoding", "").equals("chunked")) {
      return new Answer(status, headers, chunks());
    }
    int length = toHead ? 0 : Integer.parseInt(headers.getOrDefault("content-length", "0"));
    return new Answer(status, headers, new String(in.readNBytes(length), ISO_8859_1));
  }

  private String chunks() throws IOException {
    var body = new StringBuilder();
    for (int length = chunkLength(); length > 0; length = chunkLength()) {
      body.append(new String(in.readNBytes(length), ISO_8859_1));
      var _ = line();
    }
    var _ = line();
    return body.toString();
  }

  private int chunkLength() throws IOException {
    return Integer.parseInt(line(), 16);
  }

  /** Whether the server ended the connection with nothing more to read. */
  boolean isEnded() throws IOException {
    return in.read() == -1;
  }

  /** Whether there is something to read now, be it the end. */
  boolean hasInput() throws IOException {
    socket.setSoTimeout(1);
    in.mark(1);
    try {
      var _ = in.read();
      in.reset();
      return true;
    } catch (SocketTimeoutException nothing) {
      return false;
    } finally {
      socket.setSoTimeout(READ_LIMIT_MILLIS);
    }
  }

  /** Lets time pass in small steps until there is something to read. */
  RawClient awaitInput(ManualTime time) {
    Awaitility.await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .until(() -> {
          time.advance(Duration.ofMillis(20));
          return hasInput();
        });
    return this;
  }

  Socket socket() {
    return socket;
  }

  private String line() throws IOException {
    var line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new IOException("the server closed within: '" + line.toString(ISO_8859_1) + "'");
      }
      line.write(b);
    }
    return line.toString(ISO_8859_1).stripTrailing();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
