// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event on its way to an adapter, not yet encoded.
 *
 * @param args may contain nulls
 */
public record OutgoingEvent(String name, List<@Nullable Object> args) {

  public OutgoingEvent {
    args = Collections.unmodifiableList(new ArrayList<>(args));
  }

  /** The same event with one more argument at the end. */
  OutgoingEvent with(Object last) {
    List<@Nullable Object> more = new ArrayList<>(args);
    more.add(last);
    return new OutgoingEvent(name, more);
  }
}
