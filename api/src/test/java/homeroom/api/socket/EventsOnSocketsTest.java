// SPDX-License-Identifier: Apache-2.0
package homeroom.api.socket;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import homeroom.api.socket.Sockets.UserSocket;
import homeroom.chat.TestTime;
import homeroom.chat.fanout.ChatEvent;
import homeroom.chat.school.UserId;
import java.security.CodeSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What happens in the chat and what sockets are sent are two lists of the same things. */
class EventsOnSocketsTest {

  private static final UserId USER = new UserId(Sample.TEXT);

  private static final Set<String> OF_CHAT =
      Stream.of(ServerEvent.values())
          .flatMap(event -> event.chat().stream())
          .collect(Collectors.toSet());

  private static final Set<String> OF_FEATHERS =
      Stream.of(ServerEvent.values())
          .filter(ServerEvent::inFeathers)
          .map(ServerEvent::feathersName)
          .collect(Collectors.toSet());

  private static final List<ChatEvent> EVENTS = found();

  @ParameterizedTest
  @MethodSource("events")
  void everyEventOfTheChatIsSentToSocketsByAPublishedName(ChatEvent event) throws Exception {
    List<String> feathers = sent(event, Dialect.FEATHERS);
    List<String> chat = sent(event, Dialect.CHAT);
    assertThat(feathers).isSubsetOf(OF_FEATHERS);
    assertThat(chat).isSubsetOf(OF_CHAT);
    assertThat(feathers.size() + chat.size()).isPositive();
  }

  @Test
  void everyPublishedNameIsSentForSomeEventOfTheChat() throws Exception {
    for (Dialect dialect : List.of(Dialect.CHAT, Dialect.FEATHERS)) {
      Set<String> names = dialect.chat() ? OF_CHAT : OF_FEATHERS;
      var sent =
          EVENTS.stream()
              .flatMap(event -> sent(event, dialect).stream())
              .collect(Collectors.toSet());
      sent.add(ServerEvent.CONNECTED.chatName());
      assertThat(sent).isEqualTo(names);
    }
  }

  static List<ChatEvent> events() {
    return EVENTS;
  }

  /** Some of every record of the chat that is an event; those of its tests are not. */
  private static List<ChatEvent> found() {
    CodeSource chat = ChatEvent.class.getProtectionDomain().getCodeSource();
    return new ClassFileImporter()
        .importPackages("homeroom.chat").get(ChatEvent.class).getAllSubclasses().stream()
            .filter(type -> !type.isInterface())
            .sorted((one, other) -> one.getName().compareTo(other.getName()))
            .map(JavaClass::reflect)
            .filter(type -> type.getProtectionDomain().getCodeSource().equals(chat))
            .map(type -> type.asSubclass(ChatEvent.class))
            .<ChatEvent>flatMap(Sample::of)
            .toList();
  }

  /** The names of what a socket of that dialect is sent when the event happens. */
  private static List<String> sent(ChatEvent event, Dialect dialect) {
    try {
      var sockets = new Sockets();
      UserSocket socket = sockets.of(USER, dialect);
      sockets.fanout(new TestTime()).deliver(event, List.of(USER), null);
      return socket.received().stream()
          .filter(name -> !name.equals(ServerEvent.CONNECTED.chatName()))
          .toList();
    } catch (Exception e) {
      throw new AssertionError(event + " is not sent", e);
    }
  }
}
