// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.relay;

import homeroom.chat.school.ConversationId;
import homeroom.chat.school.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A room whose members are spread over the nodes. Each node stores what is said at it as a
 * conversation of its own, since their memories are not shared.
 */
final class RelayRoom {

  private final String name;
  private final int node;
  private final List<UserId> members = new ArrayList<>();
  private final AtomicInteger joined = new AtomicInteger();

  /**
   * A room that nobody is in yet.
   *
   * @param name ends with the number of its members
   * @param node this one, from 0
   * @param nodes how many there are
   */
  RelayRoom(String name, int node, int nodes) {
    this.name = name;
    this.node = node;
    int size = Integer.parseInt(name.substring(name.lastIndexOf('-') + 1));
    for (int i = 0; i < size; i++) {
      members.add(member(i % nodes, i / nodes));
    }
  }

  private UserId member(int at, int index) {
    return new UserId(name + ":" + at + ":" + index);
  }

  /** Who joins at this node next. */
  UserId join() {
    return member(node, joined.getAndIncrement());
  }

  /** All, wherever they are. */
  List<UserId> members() {
    return members;
  }

  /** What is said at a node. */
  ConversationId saidAt(int other) {
    return new ConversationId(name + ":" + other);
  }

  /** The room of a conversation. */
  static String nameOf(ConversationId conversation) {
    return conversation.value().substring(0, conversation.value().lastIndexOf(':'));
  }
}
