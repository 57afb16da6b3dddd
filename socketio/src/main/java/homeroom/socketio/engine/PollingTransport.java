// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio.engine;

import io.netty.channel.EventLoop;

/** Requests that wait for packets and requests that bring them (section "HTTP long-polling"). */
final class PollingTransport implements Transport {

  private final EventLoop home;
  private final PollingOutbox outbox;
  private final PollingIntake intake;

  /**
   * Polling for a new session.
   *
   * @param home where the session's tasks run; its requests come on any event loop
   * @param outboxBytes what may wait for the client
   */
  PollingTransport(EngineSession session, EventLoop home, PollAnswers answers, int outboxBytes) {
    this.home = home;
    this.outbox = new PollingOutbox(answers, session.memory(), outboxBytes);
    this.intake = new PollingIntake(session, outbox, answers);
  }

  PollingOutbox outbox() {
    return outbox;
  }

  PollingIntake intake() {
    return intake;
  }

  @Override
  public TransportName name() {
    return TransportName.POLLING;
  }

  @Override
  public EventLoop eventLoop() {
    return home;
  }

  @Override
  public boolean send(
      EngineSession session, Receiver receiver, EngineFrame frame, boolean isVolatile) {
    return switch (outbox.offer(receiver, frame, isVolatile)) {
      case TAKEN, DROPPED -> true;
      case FULL -> {
        session.close(CloseReason.TOO_SLOW);
        yield true;
      }
      case ENDED -> false;
    };
  }

  @Override
  public void ping(SessionListener listener) {
    outbox.offerPing(PING, listener);
  }

  @Override
  public void pauseReading(boolean pause) {
    if (!pause) {
      intake.resume();
    }
  }

  @Override
  public boolean end(CloseReason reason) {
    boolean byServer = reason == CloseReason.SERVER_CLOSE || reason == CloseReason.SERVER_DRAIN;
    boolean answered =
        outbox.end(
            reason == CloseReason.TRANSPORT_CLOSE
                ? PollingOutbox.Ending.BY_CLIENT
                : PollingOutbox.Ending.BY_SERVER);
    boolean lingers = byServer && !answered && !outbox.isEmpty();
    if (!lingers) {
      outbox.clear();
    }
    intake.end();
    return lingers;
  }
}
