// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.soak;

/**
 * What a device wants done until it is answered, over as many connections as that takes.
 *
 * @param elements of the event, as JSON
 * @param conversation that it is about; empty for a new one
 * @param user whom it adds or removes, else empty
 * @param seq up to which is read, else 0
 */
record Wish(Kind kind, String elements, String conversation, String user, long seq) {

  /** Chat events are acked with {@code { ok }}, calls of services with {@code error, result}. */
  enum Kind {
    SEND,
    CHANGE,
    READ,
    TYPE,
    GROUP,
    ADD,
    REMOVE;

    boolean isService() {
      return this == GROUP || this == ADD || this == REMOVE;
    }
  }

  Wish(Kind kind, String elements, String conversation, String user) {
    this(kind, elements, conversation, user, 0);
  }

  Wish(Kind kind, String elements, String conversation) {
    this(kind, elements, conversation, "", 0);
  }
}
