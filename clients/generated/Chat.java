// SPDX-License-Identifier: Apache-2.0
import java.util.List;
import java.util.UUID;
import org.openapitools.client.ApiClient;
import org.openapitools.client.ApiException;
import org.openapitools.client.api.AuthenticationApi;
import org.openapitools.client.api.ConversationsApi;
import org.openapitools.client.api.MessagesApi;
import org.openapitools.client.api.UsersApi;
import org.openapitools.client.model.EditText;
import org.openapitools.client.model.FindMessagesSortParameter;
import org.openapitools.client.model.Message;
import org.openapitools.client.model.Send;
import org.openapitools.client.model.SendToUser;
import org.openapitools.client.model.SignIn;
import org.openapitools.client.model.SignInLocal;

/** What the client that openapi-generator makes for Java can do: {@code java Chat URL}. */
final class Chat {

  private Chat() {}

  public static void main(String[] arguments) throws ApiException {
    ApiClient client = new ApiClient();
    client.updateBaseUri(arguments[0]);
    String token =
        new AuthenticationApi(client)
            .createAuthentication(
                AuthenticationApi.APICreateAuthenticationRequest.newBuilder()
                    .signIn(
                        new SignIn(
                            new SignInLocal()
                                .strategy(SignInLocal.StrategyEnum.LOCAL)
                                .email("teacher1@demo.school")
                                .password("homeroom")))
                    .build())
            .getAccessToken();
    client.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + token));
    String student =
        new UsersApi(client)
            .findUsers(
                UsersApi.APIFindUsersRequest.newBuilder()
                    .email$in(List.of("student1@demo.school", "nobody@demo.school"))
                    .build())
            .getData()
            .get(0)
            .getId();

    MessagesApi messages = new MessagesApi(client);
    Message sent = null;
    for (int i = 0; i < 5; i++) {
      sent =
          messages.createMessages(
              MessagesApi.APICreateMessagesRequest.newBuilder()
                  .send(
                      new Send(
                          new SendToUser()
                              .to(student)
                              .text("generated " + i)
                              .clientId(UUID.randomUUID().toString())))
                  .build());
    }
    String conversation = sent.getConversationId();
    List<Message> page =
        messages
            .findMessages(
                MessagesApi.APIFindMessagesRequest.newBuilder()
                    .conversationId(conversation)
                    .seq$lt(sent.getSeq())
                    .senderId$in(List.of(sent.getSenderId()))
                    .$sort(
                        new FindMessagesSortParameter()
                            .seq(FindMessagesSortParameter.SeqEnum.NUMBER_MINUS_1))
                    .$limit(2)
                    .build())
            .getData();
    System.out.println("page: " + page.stream().map(Message::getText).toList());
    Message edited =
        messages.patchMessages(
            MessagesApi.APIPatchMessagesRequest.newBuilder()
                .id(sent.getId())
                .editText(new EditText().text("edited"))
                .build());
    System.out.println("text: " + edited.getText());
    Message removed =
        messages.removeMessages(
            MessagesApi.APIRemoveMessagesRequest.newBuilder().id(sent.getId()).build());
    System.out.println("deleted: " + (removed.getDeletedAt() != null));
    System.out.println(
        "type: "
            + new ConversationsApi(client)
                .getConversations(
                    ConversationsApi.APIGetConversationsRequest.newBuilder()
                        .id(conversation)
                        .build())
                .getType());
    try {
      messages.getMessages(MessagesApi.APIGetMessagesRequest.newBuilder().id("nowhere").build());
    } catch (ApiException refused) {
      System.out.println("refused: " + refused.getCode());
    }
  }
}
