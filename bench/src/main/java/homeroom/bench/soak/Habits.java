// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.soak;

import homeroom.bench.soak.DeviceCopy.Known;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** What a person does next on a device: mostly writes and reads, now and then mends or groups. */
final class Habits {

  private static final int OWN_KEPT = 20;
  private static final int GROUPS = 2;
  private static final String[] WORDS = {
    "homework", "Freitag", "règle", "宿題", "😀", "please", "tomorrow", "Mathe", "1.5 %", "\\\"so\\\""
  };

  private final String name;
  private final Random random;
  private final List<String> own = new ArrayList<>();

  /** Those who were put into each group that this device made. */
  private final Map<String, List<String>> groups = new LinkedHashMap<>();

  private int wishes;

  Habits(String name, Random random) {
    this.name = name;
    this.random = random;
  }

  /** A message of one's own, which may be edited and deleted. */
  void wrote(String message) {
    own.add(message);
    if (own.size() > OWN_KEPT) {
      own.removeFirst();
    }
  }

  void grouped(String conversation, List<String> members) {
    groups.put(conversation, new ArrayList<>(members));
  }

  void added(String conversation, String user) {
    groups.computeIfAbsent(conversation, none -> new ArrayList<>()).add(user);
  }

  void removed(String conversation, String user) {
    groups.computeIfAbsent(conversation, none -> new ArrayList<>()).remove(user);
  }

  /** The group is not there any more. */
  void lost(String conversation) {
    groups.remove(conversation);
  }

  /**
   * What to do, of a hundred things.
   *
   * @param peers the ids of people one may write to
   */
  @Nullable Wish next(Map<String, Known> conversations, List<String> peers) {
    int dice = random.nextInt(100);
    if (dice < 42) {
      return send(one(conversations, "class"));
    }
    if (dice < 50) {
      return sendTo(peers.get(random.nextInt(peers.size())));
    }
    if (dice < 60) {
      return send(one(conversations, "group"));
    }
    if (dice < 70) {
      return change(dice < 67);
    }
    if (dice < 85) {
      return read(one(conversations, random.nextBoolean() ? "class" : "direct"), conversations);
    }
    if (dice < 96) {
      return typing(one(conversations, "class"));
    }
    return group(peers);
  }

  private @Nullable String one(Map<String, Known> conversations, String type) {
    List<String> ids =
        conversations.entrySet().stream()
            .filter(known -> known.getValue().type().equals(type))
            .map(Map.Entry::getKey)
            .toList();
    return ids.isEmpty() ? null : ids.get(random.nextInt(ids.size()));
  }

  private @Nullable Wish send(@Nullable String conversation) {
    return conversation == null
        ? null
        : new Wish(
            Wish.Kind.SEND,
            "\"message:send\",{\"conversationId\":\"%s\",%s}".formatted(conversation, text()),
            conversation);
  }

  private Wish sendTo(String user) {
    return new Wish(
        Wish.Kind.SEND, "\"message:send\",{\"to\":\"%s\",%s}".formatted(user, text()), "");
  }

  private String text() {
    String key = name + "-" + wishes++;
    return "\"clientId\":\"%s\",\"text\":\"%s\"".formatted(key, words(key));
  }

  private String words(String first) {
    var text = new StringBuilder(first);
    for (int i = random.nextInt(20); i > 0; i--) {
      text.append(' ').append(WORDS[random.nextInt(WORDS.length)]);
    }
    return text.toString();
  }

  private @Nullable Wish change(boolean edit) {
    if (own.isEmpty()) {
      return null;
    }
    String message = own.get(random.nextInt(own.size()));
    String elements =
        edit
            ? "\"message:edit\",{\"messageId\":\"%s\",\"text\":\"%s\"}"
                .formatted(message, words(name + " edited " + wishes++))
            : "\"message:delete\",{\"messageId\":\"%s\"}".formatted(message);
    return new Wish(Wish.Kind.CHANGE, elements, "", message);
  }

  private static @Nullable Wish read(
      @Nullable String conversation, Map<String, Known> conversations) {
    Known known = conversation == null ? null : conversations.get(conversation);
    return known == null || conversation == null || known.messages().isEmpty()
        ? null
        : new Wish(
            Wish.Kind.READ,
            "\"message:read\",{\"conversationId\":\"%s\",\"seq\":%d}"
                .formatted(conversation, known.messages().lastKey()),
            conversation,
            "",
            known.messages().lastKey());
  }

  private static @Nullable Wish typing(@Nullable String conversation) {
    return conversation == null
        ? null
        : new Wish(
            Wish.Kind.TYPE,
            "\"typing:start\",{\"conversationId\":\"%s\"}".formatted(conversation),
            conversation);
  }

  /** Makes one, or adds to or takes from one that was made. */
  private @Nullable Wish group(List<String> peers) {
    if (groups.size() < GROUPS) {
      String members =
          String.join("\",\"", peers.subList(0, Math.min(peers.size(), 3 + random.nextInt(5))));
      return new Wish(
          Wish.Kind.GROUP,
          "\"create\",\"conversations\",{\"type\":\"group\",\"title\":\"%s\",\"participants\":[\"%s\"]},{}"
              .formatted(words(name), members),
          "");
    }
    String conversation = List.copyOf(groups.keySet()).get(random.nextInt(groups.size()));
    List<String> members = groups.getOrDefault(conversation, List.of());
    String peer = peers.get(random.nextInt(peers.size()));
    boolean remove = members.contains(peer);
    return new Wish(
        remove ? Wish.Kind.REMOVE : Wish.Kind.ADD,
        "\"patch\",\"conversations\",\"%s\",{\"participants\":{\"%s\":[\"%s\"]}},{}"
            .formatted(conversation, remove ? "remove" : "add", peer),
        conversation,
        peer);
  }
}
