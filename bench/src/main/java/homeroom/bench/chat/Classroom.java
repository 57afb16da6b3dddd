package homeroom.bench.chat;

import java.util.ArrayList;
import java.util.List;

/** A class conversation and the clients of its members; filled before it is used. */
final class Classroom {

  private final String id;
  private final List<ChatClient> members = new ArrayList<>();
  private int nextSpeaker;

  Classroom(String id) {
    this.id = id;
  }

  String id() {
    return id;
  }

  List<ChatClient> members() {
    return members;
  }

  /** Members speak in turn. */
  ChatClient nextSpeaker() {
    ChatClient speaker = members.get(nextSpeaker);
    nextSpeaker = (nextSpeaker + 1) % members.size();
    return speaker;
  }
}
