// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A line to a server over which so many bytes come down in a second and no more. */
final class SlowLine implements AutoCloseable {

  private static final int CHUNK = 4096;

  private final URI server;
  private final long nanosPerChunk;
  private final ServerSocket listener;
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final AtomicInteger webSockets = new AtomicInteger();

  SlowLine(String url, int bytesPerSecond) throws IOException {
    server = URI.create(url);
    nanosPerChunk = TimeUnit.SECONDS.toNanos(1) * CHUNK / bytesPerSecond;
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  String url() {
    return "http://127.0.0.1:" + listener.getLocalPort();
  }

  /** How many WebSockets were opened over it. */
  int webSockets() {
    return webSockets.get();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        var up = new Socket();
        up.setReceiveBufferSize(CHUNK); // what waits is to wait in the server
        up.connect(new InetSocketAddress(server.getHost(), server.getPort()));
        open.addAll(List.of(client, up));
        Thread.ofVirtual().start(() -> pass(client, up, 0));
        Thread.ofVirtual().start(() -> pass(up, client, nanosPerChunk));
      }
    } catch (IOException e) {
      return; // closed
    }
  }

  private void pass(Socket from, Socket to, long pause) {
    try (from;
        to;
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      byte[] chunk = new byte[CHUNK];
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        if (pause == 0 && text(chunk, read).contains("upgrade: websocket")) {
          webSockets.incrementAndGet();
        }
        LockSupport.parkNanos(pause * read / CHUNK);
        out.write(chunk, 0, read);
      }
    } catch (IOException e) {
      return; // one of the two went
    }
  }

  private static String text(byte[] chunk, int length) {
    return new String(chunk, 0, length, StandardCharsets.ISO_8859_1)
        .toLowerCase(java.util.Locale.ROOT);
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
