// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio.engine;

import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket that wants to take over a polling session: it has to send a probe ping, gets the
 * probe pong, and completes with an upgrade packet (section "Upgrade"). Until then the session goes
 * on polling, and a failed probe changes nothing. Runs on the WebSocket's event loop.
 */
final class UpgradeProbe implements WebSocketListener {

  private static final EngineFrame PROBE_PONG = EngineFrame.control("3probe");

  /**
   * How often a waiting poll is looked for; one that was there at two looks is answered with a
   * noop. The delay leaves an upgrade packet that is already on its way the time to arrive.
   */
  private static final int LOOK_MILLIS = 20;

  private final EngineSession session;
  private @Nullable WebSocketTransport webSocket;
  private @Nullable Future<?> timeout;
  private boolean probed;
  private boolean done;

  UpgradeProbe(EngineSession session) {
    this.session = session;
  }

  void start(WebSocketTransport newWebSocket, long timeoutMillis) {
    webSocket = newWebSocket;
    timeout = newWebSocket.loop().schedule(this::abandon, timeoutMillis, TimeUnit.MILLISECONDS);
  }

  @Override
  public void text(String message) {
    if (!probed && message.equals("2probe") && webSocket != null) {
      probed = true;
      webSocket.write(PROBE_PONG);
      look();
    } else if (probed && message.equals("5")) {
      complete();
    } else {
      abandon();
    }
  }

  private void look() {
    if (!done && webSocket != null) {
      session.endWaitingPoll();
      var _ = webSocket.loop().schedule(this::look, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void complete() {
    finish();
    if (webSocket != null) {
      session.upgrade(webSocket);
    }
  }

  @Override
  public void binary(byte[] message) {
    abandon();
  }

  @Override
  public void socketClosed(CloseReason reason) {
    abandon();
  }

  /** Closes the WebSocket and leaves the session to its polling. Runs on the webSocket's loop. */
  void abandon() {
    if (!done) {
      finish();
      session.upgradeAbandoned(this);
      if (webSocket != null) {
        webSocket.close(WebSocketCloseStatus.NORMAL_CLOSURE);
      }
    }
  }

  /** The same from any thread. */
  void abandonLater() {
    if (webSocket != null) {
      webSocket.loop().execute(this::abandon);
    }
  }

  private void finish() {
    done = true;
    if (timeout != null) {
      timeout.cancel(false);
    }
  }
}
