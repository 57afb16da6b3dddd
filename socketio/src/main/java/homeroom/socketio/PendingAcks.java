// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The answers to one event. Filled on event loops, awaited by a virtual thread. */
final class PendingAcks {

  private final Map<Socket, EventArguments> received = new ConcurrentHashMap<>();
  private final CountDownLatch open;

  PendingAcks(int receivers) {
    open = new CountDownLatch(receivers);
  }

  void answered(Socket socket, EventArguments answer) {
    received.put(socket, answer);
    open.countDown();
  }

  /** The socket left without an answer. */
  void lost() {
    open.countDown();
  }

  BroadcastAnswers await(Collection<? extends Socket> receivers, Duration timeout)
      throws InterruptedException {
    boolean inTime = open.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
    Map<Socket, EventArguments> answers = Map.copyOf(received);
    List<Socket> missing = new ArrayList<>();
    if (!inTime || answers.size() < receivers.size()) {
      receivers.stream().filter(socket -> !answers.containsKey(socket)).forEach(missing::add);
    }
    return new BroadcastAnswers(answers, missing);
  }
}
