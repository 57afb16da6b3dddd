// SPDX-License-Identifier: Apache-2.0
package homeroom.api.service;

import com.fasterxml.jackson.annotation.JsonProperty;
import homeroom.api.wire.Description;
import homeroom.api.wire.Id;
import homeroom.api.wire.MaxLength;
import homeroom.api.wire.MinLength;
import homeroom.api.wire.PayloadReader;
import homeroom.api.wire.Received;
import homeroom.api.wire.Rejection;
import homeroom.api.wire.Time;
import homeroom.api.wire.WireTime;
import homeroom.chat.people.Identities;
import homeroom.chat.people.LinkedIdentity;
import homeroom.chat.query.Page;
import homeroom.chat.school.Caller;
import homeroom.chat.school.UserId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** {@code identities}: the accounts at identity providers that people sign in with. */
public final class IdentityService implements Service {

  private static final String USER_ID = "userId";

  /** The longest subject, in characters (OpenID Connect Core, section 2). */
  static final int MAX_SUBJECT = 255;

  /** What the query says apart from the query language. */
  @Received
  record FindArguments(
      @Id @Description("Whose, for admins; the caller's own if it is missing.")
          @Nullable String userId) {}

  /** Which account is to be whose: one that is known, or one that is expected. */
  @Received(additionalProperties = false)
  @Description("An account at an identity provider, and who signs in with it.")
  record NewIdentityPayload(
      @Id String userId,
      @MinLength(1) @MaxLength(40) @Description("A provider of the school, by its name.")
          String provider,
      @MinLength(1)
          @MaxLength(MAX_SUBJECT)
          @Description("What the provider calls the account: the claim sub; or expected.")
          @Nullable String subject,
      @MinLength(1)
          @MaxLength(MAX_SUBJECT)
          @Description(
              "What the provider's claim will say of the account when it first signs in; or"
                  + " subject.")
          @Nullable String expected) {

    @Override
    public String toString() {
      return "NewIdentityPayload[" + userId + "]";
    }
  }

  /** A linked account. */
  @Description("An account at an identity provider that somebody signs in with.")
  record IdentityPayload(
      @Id @JsonProperty("_id") String id,
      @Id String userId,
      @Description("The provider, as it was called when the account was linked.") String provider,
      @Description("What the provider calls itself: the claim iss.") String issuer,
      @Description("What the provider calls the account: the claim sub; null if it is expected.")
          @Nullable String subject,
      @Description("What the claim will say of an account that has not signed in yet.")
          @Nullable String expected,
      @Time @Description("When it was linked.") String createdAt) {

    static IdentityPayload of(LinkedIdentity link) {
      return new IdentityPayload(
          link.id(),
          link.userId().value(),
          link.provider(),
          link.issuer(),
          link.expected() ? null : link.subject(),
          link.expected() ? link.subject() : null,
          WireTime.of(link.createdAt()));
    }

    @Override
    public String toString() {
      return "IdentityPayload[" + id + "]";
    }
  }

  private static final PayloadReader<FindArguments> FIND = PayloadReader.of(FindArguments.class);

  private static final PayloadReader<NewIdentityPayload> CREATE =
      PayloadReader.of(NewIdentityPayload.class);

  private static final QueryLanguage QUERIES = new QueryLanguage(Map.of(), IdentityPayload.class);

  private static final ServiceDescription DESCRIPTION =
      ServiceDescription.of(
              "identities",
              "The accounts at identity providers that people sign in with.",
              IdentityPayload.class)
          .find("Those of a person; for admins also of others.", QUERIES, FIND)
          .create("Links an account to a person of the school; for admins.", CREATE)
          .remove("Unlinks an account, and signs its owner out everywhere; for admins.");

  private final Identities identities;

  public IdentityService(Identities identities) {
    this.identities = identities;
  }

  @Override
  public ServiceDescription description() {
    return DESCRIPTION;
  }

  @Override
  public Object find(Caller caller, JsonNode query) {
    String named = FIND.read(query).userId();
    UserId user = named == null ? caller.userId() : new UserId(named);
    QueryLanguage.Parsed parsed = QUERIES.parseWithout(Set.of(USER_ID), query);
    List<LinkedIdentity> all = Rejection.orThrow(identities.of(caller, user));
    return Answers.select(Page.of(all, parsed.query()).map(IdentityPayload::of), parsed.select());
  }

  /** {@code { userId, provider, subject }}, or {@code expected} in its place. */
  @Override
  public Created create(Caller caller, JsonNode data) {
    NewIdentityPayload wanted = CREATE.read(data);
    var user = new UserId(wanted.userId());
    @Nullable String subject = wanted.subject();
    @Nullable String expected = wanted.expected();
    if ((subject == null) == (expected == null)) {
      throw Rejection.badField(
          "subject", "is missing, or there beside expected", "Say 'subject' or 'expected'.");
    }
    LinkedIdentity linked =
        Rejection.orThrow(
            subject != null
                ? identities.link(caller, user, wanted.provider(), subject)
                : identities.expect(
                    caller, user, wanted.provider(), Objects.requireNonNull(expected)));
    return new Created(IdentityPayload.of(linked), false);
  }

  @Override
  public Object remove(Caller caller, String id) {
    return IdentityPayload.of(Rejection.orThrow(identities.unlink(caller, id)));
  }
}
