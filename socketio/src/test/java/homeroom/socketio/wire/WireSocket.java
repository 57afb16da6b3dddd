// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio.wire;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A WebSocket whose messages wait to be asked for; binary ones as {@code <hex>}. */
public final class WireSocket implements WebSocket.Listener {

  private static final int PATIENCE_SECONDS = 10;
  private static final String CLOSED = "<closed>";

  private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final StringBuilder text = new StringBuilder();
  private final ByteArrayOutputStream binary = new ByteArrayOutputStream();
  private String sid = "";
  private @Nullable WebSocket socket;

  private WireSocket() {}

  static WireSocket open(HttpClient http, URI uri) {
    WireSocket opened = new WireSocket();
    opened.socket = http.newWebSocketBuilder().buildAsync(uri, opened).join();
    return opened;
  }

  void openPacket(String packet) {
    belongsTo(Wire.sid(packet));
  }

  /** Notes the session this WebSocket belongs to. */
  public void belongsTo(String session) {
    sid = session;
  }

  public String sid() {
    return sid;
  }

  private WebSocket socket() {
    if (socket == null) {
      throw new IllegalStateException("not open");
    }
    return socket;
  }

  public WireSocket send(String message) {
    tolerant(socket().sendText(message, true));
    return this;
  }

  public WireSocket send(byte... message) {
    tolerant(socket().sendBinary(ByteBuffer.wrap(message), true));
    return this;
  }

  /** The server may have closed already: that is for the test to see, not for the sender. */
  private void tolerant(CompletableFuture<WebSocket> sent) {
    sent.exceptionally(closed -> socket()).join();
  }

  /** Sends a text in two fragments. */
  public WireSocket sendFragmented(String first, String second) {
    socket().sendText(first, false).join();
    tolerant(socket().sendText(second, true));
    return this;
  }

  /** The next message, or "<closed>" if there will be none. */
  public String next() throws InterruptedException {
    String message = messages.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (message == null) {
      throw new AssertionError("no message within " + PATIENCE_SECONDS + " s");
    }
    return message;
  }

  /** The next message that is no ping; pings are answered. */
  public String nextMessage() throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    String message = next();
    while (message.equals("2") && System.nanoTime() < end) {
      send("3");
      message = next();
    }
    return message;
  }

  /** Waits for the server to close; the close code. */
  public int awaitClosed() throws InterruptedException {
    try {
      return closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException stillOpen) {
      throw new AssertionError("not closed", stillOpen);
    }
  }

  public boolean isClosed() {
    return closed.isDone();
  }

  /** Drops the connection without a goodbye. */
  public void abort() {
    socket().abort();
  }

  public void sendClose() {
    socket().sendClose(WebSocket.NORMAL_CLOSURE, "").join();
  }

  public void sendPing(byte... payload) {
    socket().sendPing(ByteBuffer.wrap(payload)).join();
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    text.append(data);
    if (last) {
      messages.add(text.toString());
      text.setLength(0);
    }
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
    byte[] bytes = new byte[data.remaining()];
    data.get(bytes);
    binary.writeBytes(bytes);
    if (last) {
      messages.add("<" + HexFormat.of().formatHex(binary.toByteArray()) + ">");
      binary.reset();
    }
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer data) {
    byte[] bytes = new byte[data.remaining()];
    data.get(bytes);
    messages.add("<pong " + HexFormat.of().formatHex(bytes) + ">");
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    end(code);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    end(1006);
  }

  private void end(int code) {
    closed.complete(code);
    messages.add(CLOSED);
  }
}
