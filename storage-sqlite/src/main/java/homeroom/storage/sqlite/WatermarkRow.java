// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Members of one conversation whose ids follow each other, as they stand in a row. */
final class WatermarkRow {

  /** 0 if it is not stored yet. */
  private final long key;

  private final String start;

  /** In the order of their ids. */
  private final List<Member> members;

  private boolean changed;

  WatermarkRow(long key, String start, List<Member> members) {
    this.key = key;
    this.start = start;
    this.members = members;
  }

  long key() {
    return key;
  }

  /** No member of it has a lower id. */
  String start() {
    return start;
  }

  List<Member> members() {
    return members;
  }

  boolean isChanged() {
    return changed;
  }

  @Nullable Member member(String id) {
    int index = index(id);
    return index < 0 ? null : members.get(index);
  }

  /** In the place of the one with that id, if there is one. */
  void put(Member member) {
    int index = index(member.id());
    if (index < 0) {
      members.add(-index - 1, member);
    } else {
      members.set(index, member);
    }
    changed = true;
  }

  void remove(String id) {
    int index = index(id);
    if (index >= 0) {
      members.remove(index);
      changed = true;
    }
  }

  /** Where the member stands; less than 0 if nowhere: -1 minus where it belongs. */
  private int index(String id) {
    int low = 0;
    int high = members.size() - 1;
    while (low <= high) {
      int middle = (low + high) / 2;
      int order = members.get(middle).id().compareTo(id);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -low - 1;
  }
}
