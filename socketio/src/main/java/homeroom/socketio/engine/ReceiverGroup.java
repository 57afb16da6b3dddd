// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Receivers sorted by event loop, so that one message costs one task per loop, and its bytes are
 * shared by all sockets there. Immutable; built once for a set of receivers and used for many
 * messages. A receiver that changes its transport later is still reached, only less cheaply.
 */
public final class ReceiverGroup {

  private final List<Share> shares;
  private final Receiver[] polling;

  private ReceiverGroup(List<Share> shares, Receiver[] polling) {
    this.shares = shares;
    this.polling = polling;
  }

  public static ReceiverGroup of(Iterable<? extends Receiver> receivers) {
    Map<EngineLoop, List<Receiver>> byLoop = new HashMap<>();
    List<Receiver> polling = new ArrayList<>();
    for (Receiver receiver : receivers) {
      WebSocketTransport webSocket = receiver.session().webSocket();
      if (webSocket == null) {
        polling.add(receiver);
      } else {
        byLoop.computeIfAbsent(webSocket.loop(), loop -> new ArrayList<>()).add(receiver);
      }
    }
    List<Share> shares = new ArrayList<>(byLoop.size());
    byLoop.forEach(
        (loop, members) -> shares.add(new Share(loop, members.toArray(Receiver[]::new))));
    return new ReceiverGroup(shares, polling.toArray(Receiver[]::new));
  }

  /** Sends to all; for any thread. Does not wait. */
  public void send(EngineFrame frame, boolean isVolatile) {
    for (Share share : shares) {
      share.loop.executeNowOrLater(() -> share.write(frame, isVolatile));
    }
    sendToPolling(frame, isVolatile);
  }

  private void sendToPolling(EngineFrame frame, boolean isVolatile) {
    for (Receiver receiver : polling) {
      receiver.session().send(receiver, frame, isVolatile);
    }
  }

  /** A message and who is to get it. */
  public record GroupMessage(EngineFrame frame, ReceiverGroup receivers) {}

  /**
   * Sends several messages, in this order, with one task per event loop for all of them: what a
   * socket gets of them leaves in one write. For any thread; does not wait.
   */
  public static void sendAll(List<GroupMessage> messages) {
    Map<EngineLoop, List<Runnable>> writes = new HashMap<>();
    for (GroupMessage message : messages) {
      for (Share share : message.receivers.shares) {
        writes
            .computeIfAbsent(share.loop, loop -> new ArrayList<>(messages.size()))
            .add(() -> share.write(message.frame, false));
      }
      message.receivers.sendToPolling(message.frame, false);
    }
    writes.forEach((loop, all) -> loop.executeNowOrLater(() -> all.forEach(Runnable::run)));
  }

  /** The receivers on one event loop. */
  private static final class Share {

    private final EngineLoop loop;
    private final Receiver[] members;

    Share(EngineLoop loop, Receiver[] members) {
      this.loop = loop;
      this.members = members;
    }

    private void write(EngineFrame frame, boolean isVolatile) {
      for (Receiver receiver : members) {
        WebSocketTransport webSocket = receiver.session().webSocket();
        if (webSocket != null
            && mayWrite(receiver, webSocket, isVolatile)
            && receiver.queueing(frame)) {
          webSocket.write(frame);
        }
      }
    }

    private static boolean mayWrite(
        Receiver receiver, WebSocketTransport webSocket, boolean isVolatile) {
      return receiver.session().isOpen() && !(isVolatile && webSocket.isBehind());
    }
  }
}
