// SPDX-License-Identifier: Apache-2.0
package homeroom.api.auth;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import homeroom.api.service.Answers;
import homeroom.api.service.OwnPassword;
import homeroom.api.service.QueryLanguage;
import homeroom.api.service.Service;
import homeroom.api.service.ServiceDescription;
import homeroom.api.wire.Description;
import homeroom.api.wire.ErrorPayload;
import homeroom.api.wire.Id;
import homeroom.api.wire.PayloadReader;
import homeroom.api.wire.Received;
import homeroom.api.wire.Rejection;
import homeroom.chat.people.UserRegistrar;
import homeroom.chat.school.Caller;
import homeroom.chat.school.Refusal;
import homeroom.chat.school.RefusalCode;
import homeroom.chat.school.UserId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** {@code second-factors}: one's own, and for admins those of their school. */
public final class SecondFactorService implements Service {

  /** What its user, and an admin, see of it. */
  @Description("A second factor.")
  record SecondFactorPayload(
      @Id @JsonProperty("_id") @Description("The user's.") String id,
      boolean enabled,
      int recoveryCodesLeft,
      @Description("To be typed into an app; once, in the answer to 'create'.")
          @JsonInclude(JsonInclude.Include.NON_NULL)
          @Nullable String secret,
      @Description("The same, to be shown as a QR code.") @JsonInclude(JsonInclude.Include.NON_NULL)
          @Nullable String uri,
      @Description("To be kept on paper; once, in the answer to the 'patch' that confirms.")
          @JsonInclude(JsonInclude.Include.NON_NULL)
          @Nullable List<String> recoveryCodes) {

    static SecondFactorPayload of(SecondFactors.State state) {
      return new SecondFactorPayload(
          state.userId().value(), state.enabled(), state.recoveryCodesLeft(), null, null, null);
    }

    @Override
    public String toString() {
      return "SecondFactorPayload[" + id + "]";
    }
  }

  @Received(additionalProperties = false)
  @Description("A second factor to be made.")
  record NewSecondFactorPayload(
      @Description("The caller's password, of who has one.") @Nullable String currentPassword) {

    @Override
    public String toString() {
      return "NewSecondFactorPayload";
    }
  }

  @Received(additionalProperties = false)
  @Description("Confirms a second factor, or ends it.")
  record ChangedSecondFactorPayload(
      @Description("True confirms, false ends.") boolean enabled,
      @Description("The six digits of the app.") @Nullable String totp,
      @Description("To end it without the app.") @Nullable String recoveryCode) {

    @Override
    public String toString() {
      return "ChangedSecondFactorPayload";
    }
  }

  private static final PayloadReader<NewSecondFactorPayload> CREATE =
      PayloadReader.of(NewSecondFactorPayload.class);

  private static final PayloadReader<ChangedSecondFactorPayload> PATCH =
      PayloadReader.of(ChangedSecondFactorPayload.class);

  private static final QueryLanguage QUERIES =
      new QueryLanguage(Map.of(), SecondFactorPayload.class);

  private static final ServiceDescription DESCRIPTION =
      ServiceDescription.of(
              "second-factors", "Second factors of staff: an app.", SecondFactorPayload.class)
          .get("One's own, by one's own id; for admins that of anybody of the school.", QUERIES)
          .create("Makes a secret, which 'patch' confirms.", CREATE)
          .patch("Confirms one's own with a code of the app, or ends it with one.", PATCH)
          .remove("Ends that of somebody who lost it; for admins.");

  private final SecondFactors factors;
  private final UserRegistrar users;
  private final OwnPassword ownPassword;

  public SecondFactorService(SecondFactors factors, UserRegistrar users, OwnPassword ownPassword) {
    this.factors = factors;
    this.users = users;
    this.ownPassword = ownPassword;
  }

  @Override
  public ServiceDescription description() {
    return DESCRIPTION;
  }

  @Override
  public Object get(Caller caller, String id, JsonNode query) {
    return Answers.select(state(caller, new UserId(id)), QUERIES.parse(query).select());
  }

  /** {@code { currentPassword? }}. */
  @Override
  public Created create(Caller caller, JsonNode data) {
    String password = CREATE.read(data).currentPassword();
    if (users.hasPassword(caller) && !(password != null && ownPassword.is(caller, password))) {
      throw new Rejection(
          ErrorPayload.of(
              Refusal.of(
                  RefusalCode.CURRENT_PASSWORD_WRONG,
                  "The current password is another one.",
                  "currentPassword",
                  "is missing or wrong")));
    }
    SecondFactors.Begun begun = factors.begin(caller);
    return new Created(
        new SecondFactorPayload(
            begun.userId().value(), false, 0, begun.secret(), begun.uri(), null),
        false);
  }

  /** {@code { enabled: true, totp }} or {@code { enabled: false, totp | recoveryCode }}. */
  @Override
  public Object patch(Caller caller, String id, JsonNode data) {
    ChangedSecondFactorPayload wanted = PATCH.read(data);
    if (!caller.userId().value().equals(id)) {
      throw new Rejection(
          ErrorPayload.of(
              Refusal.of(
                  RefusalCode.SECOND_FACTOR_NOT_YOURS,
                  "Everybody confirms and ends their own; an admin ends that of others by"
                      + " 'remove'.")));
    }
    if (!wanted.enabled()) {
      factors.disable(caller, wanted.totp(), wanted.recoveryCode());
      return state(caller, caller.userId());
    }
    String totp = wanted.totp();
    if (totp == null) {
      throw Rejection.badField("totp", "is missing", "A code of the app confirms it.");
    }
    List<String> codes = factors.confirm(caller, totp);
    return new SecondFactorPayload(id, true, codes.size(), null, null, codes);
  }

  @Override
  public Object remove(Caller caller, String id) {
    factors.reset(caller, new UserId(id));
    return state(caller, new UserId(id));
  }

  private SecondFactorPayload state(Caller caller, UserId user) {
    return SecondFactorPayload.of(factors.state(caller, user));
  }
}
