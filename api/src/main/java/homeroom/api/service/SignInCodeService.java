// SPDX-License-Identifier: Apache-2.0
package homeroom.api.service;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import homeroom.api.wire.Description;
import homeroom.api.wire.Id;
import homeroom.api.wire.Maximum;
import homeroom.api.wire.Minimum;
import homeroom.api.wire.PayloadReader;
import homeroom.api.wire.Received;
import homeroom.api.wire.Rejection;
import homeroom.api.wire.SignedOutPayload;
import homeroom.api.wire.Time;
import homeroom.api.wire.WireTime;
import homeroom.chat.people.SignInCodes;
import homeroom.chat.school.Caller;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.UserId;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** {@code sign-in-codes}: single-use codes for people without a password; for staff. */
public final class SignInCodeService implements Service {

  /** For whom codes are to be. */
  sealed interface NewSignInCodePayload {

    @Nullable Integer hours();

    @Received(additionalProperties = false)
    @Description("A code for one user.")
    record ForUser(
        @Id String userId,
        @Minimum(1) @Maximum(SignInCodes.MAX_HOURS) @Description("How long it lasts; 168 hours.")
            @Nullable Integer hours)
        implements NewSignInCodePayload {}

    @Received(additionalProperties = false)
    @Description("Codes for the students of a class who have no password.")
    record ForClass(
        @Id String classId,
        @Minimum(1) @Maximum(SignInCodes.MAX_HOURS) @Description("How long they last; 168 hours.")
            @Nullable Integer hours)
        implements NewSignInCodePayload {}
  }

  /** A code and whose it is. */
  @Description("A card with a sign-in code.")
  record CardPayload(
      @Id String userId,
      String name,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String username,
      @Description("Shown once.") String code,
      @Time String expiresAt) {

    static CardPayload of(SignInCodes.Made made) {
      return new CardPayload(
          made.user().id().value(),
          made.user().name(),
          made.user().username(),
          made.code(),
          WireTime.of(made.expiresAt()));
    }

    @Override
    public String toString() {
      return "CardPayload[" + userId + "]";
    }
  }

  /** What was made. */
  @Description("Sign-in codes.")
  record SignInCodesPayload(
      @Id @JsonProperty("_id") @Description("The user's, or the class's.") String id,
      List<CardPayload> codes) {}

  static final PayloadReader<NewSignInCodePayload> CREATE =
      PayloadReader.of(NewSignInCodePayload.class);

  private static final ServiceDescription DESCRIPTION =
      ServiceDescription.of(
              "sign-in-codes",
              "Single-use codes for people without a password.",
              SignInCodesPayload.class)
          .create(
              "Makes a code for a user, or one for each student of a class who has no password;"
                  + " those of before are good no more.",
              CREATE)
          .remove("Has the code of a user be good no more.", SignedOutPayload.class);

  private final SignInCodes codes;

  public SignInCodeService(SignInCodes codes) {
    this.codes = codes;
  }

  @Override
  public ServiceDescription description() {
    return DESCRIPTION;
  }

  /** {@code { userId, hours? }} or {@code { classId, hours? }}. */
  @Override
  public Created create(Caller caller, JsonNode data) {
    NewSignInCodePayload wanted = CREATE.read(data);
    Duration lasts = lasts(wanted.hours());
    return new Created(
        switch (wanted) {
          case NewSignInCodePayload.ForUser(String user, _) ->
              new SignInCodesPayload(
                  user,
                  List.of(
                      CardPayload.of(
                          Rejection.orThrow(codes.create(caller, new UserId(user), lasts)))));
          case NewSignInCodePayload.ForClass(String id, _) ->
              new SignInCodesPayload(
                  id,
                  Rejection.orThrow(codes.createForClass(caller, new ClassId(id), lasts))
                      .codes()
                      .stream()
                      .map(CardPayload::of)
                      .toList());
        },
        false);
  }

  @Override
  public Object remove(Caller caller, String id) {
    UserId user = Rejection.orThrow(codes.withdraw(caller, new UserId(id)));
    return new SignedOutPayload(id, user.value());
  }

  private static Duration lasts(@Nullable Integer hours) {
    return hours == null ? SignInCodes.USUAL : Duration.ofHours(hours);
  }
}
