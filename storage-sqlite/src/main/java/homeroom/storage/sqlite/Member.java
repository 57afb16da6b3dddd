// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import homeroom.chat.message.Watermark;
import homeroom.chat.school.UserId;
import java.util.ArrayList;
import java.util.List;

/**
 * A member of a conversation and how far they have come.
 *
 * @param number what advances call the member; free for another once the member has left
 */
record Member(int number, Watermark mark) {

  /** Bytes that a member takes, about. */
  private static final int SIZE = 56;

  String id() {
    return mark.userId().value();
  }

  static byte[] pack(List<Member> members) {
    var packed = new PackedWriter(members.size() * SIZE);
    for (Member member : members) {
      Watermark mark = member.mark;
      packed
          .id(member.id())
          .number(member.number)
          .number(mark.joinSeq())
          .number(mark.deliveredSeq())
          .time(mark.deliveredAt())
          .number(mark.readSeq())
          .time(mark.readAt());
    }
    return packed.bytes();
  }

  /** Changeable. */
  static List<Member> unpack(byte[] bytes) {
    var members = new ArrayList<Member>(bytes.length / SIZE + 8);
    var packed = new PackedReader(bytes);
    while (!packed.isAtEnd()) {
      var user = new UserId(packed.id());
      int number = (int) packed.number();
      members.add(
          new Member(
              number,
              new Watermark(
                  user,
                  packed.number(),
                  packed.number(),
                  packed.time(),
                  packed.number(),
                  packed.time())));
    }
    return members;
  }
}
