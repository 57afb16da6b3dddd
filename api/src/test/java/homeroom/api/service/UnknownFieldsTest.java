// SPDX-License-Identifier: Apache-2.0
package homeroom.api.service;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.api.auth.AuthenticationService;
import homeroom.api.socket.ClientEvent;
import homeroom.api.wire.Received;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which payloads pass over what they do not know, and which refuse it by name. */
class UnknownFieldsTest {

  private static final List<Class<?>> CHANGED =
      List.of(
          EditPayload.Text.class,
          ConversationChangePayload.class,
          ConversationChangePayload.Members.class,
          ChangedUserPayload.class,
          ChangedClassPayload.class);

  private static final List<Class<?>> OF_ADMINS =
      List.of(NewUserPayload.class, NewClassPayload.class, NewClassLinkPayload.class);

  private static final List<Class<?>> CREATED =
      List.of(SendPayload.class, NewConversationPayload.class, SyncRequestPayload.class);

  private static boolean passesOver(Class<?> type) {
    return type.getAnnotation(Received.class).additionalProperties();
  }

  private static Stream<Class<?>> records(Class<?> type) {
    return type.isSealed() ? Stream.of(type.getPermittedSubclasses()) : Stream.of(type);
  }

  @Test
  void whatMayNotBeChangedIsRefused() {
    assertThat(CHANGED).noneMatch(UnknownFieldsTest::passesOver);
  }

  @Test
  void whatAdminsMakeSaysNothingElse() {
    assertThat(OF_ADMINS.stream().flatMap(UnknownFieldsTest::records))
        .noneMatch(UnknownFieldsTest::passesOver);
  }

  @Test
  void newMessagesAndConversationsAndSignInsMaySayMore() {
    var types = new ArrayList<>(CREATED);
    AuthenticationService.DESCRIPTION.method(ServiceMethod.CREATE).stream()
        .map(ServiceDescription.Method::data)
        .forEach(types::add);
    assertThat(types.stream().flatMap(UnknownFieldsTest::records))
        .hasSize(9)
        .allMatch(UnknownFieldsTest::passesOver);
  }

  @Test
  void theEventsOfTheChatMaySayMore() {
    assertThat(Stream.of(ClientEvent.values()).map(ClientEvent::payload))
        .flatMap(type -> records(type).toList())
        .allMatch(UnknownFieldsTest::passesOver);
  }
}
