// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio.testing;

import homeroom.socketio.Ack;
import homeroom.socketio.EventArguments;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.function.LongSupplier;
import tools.jackson.databind.json.JsonMapper;

/** The place for the answer to one event of a fake client. */
public final class FakeAck implements Ack {

  private final JsonMapper mapper;
  private Optional<EventArguments> answer = Optional.empty();

  FakeAck(JsonMapper mapper) {
    this.mapper = mapper;
  }

  @Override
  public boolean isRequested() {
    return true;
  }

  @Override
  public synchronized void send(Object... args) {
    if (answer.isEmpty()) {
      answer = Optional.of(EventArguments.ofAnswer(mapper, Arrays.asList(args)));
    }
  }

  @Override
  public void sendMarked(Lock order, LongSupplier marker, Object... args) {
    order.lock();
    try {
      if (answer().isEmpty()) {
        long _ = marker.getAsLong();
        send(args);
      }
    } finally {
      order.unlock();
    }
  }

  /** What the handler answered; empty if it has not. */
  public synchronized Optional<EventArguments> answer() {
    return answer;
  }
}
