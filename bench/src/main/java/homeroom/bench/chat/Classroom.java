// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.chat;

import java.util.ArrayList;
import java.util.List;

/** A class conversation and the devices of its members; filled before it is used. */
final class Classroom {

  private final String id;
  private final List<ChatDevice> members = new ArrayList<>();
  private int nextSpeaker;

  Classroom(String id) {
    this.id = id;
  }

  String id() {
    return id;
  }

  List<ChatDevice> members() {
    return members;
  }

  /** Members speak in turn. */
  ChatDevice nextSpeaker() {
    ChatDevice speaker = members.get(nextSpeaker);
    nextSpeaker = (nextSpeaker + 1) % members.size();
    return speaker;
  }
}
