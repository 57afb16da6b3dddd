// SPDX-License-Identifier: Apache-2.0
package homeroom.api.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.LogoutRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.UserInfoRequest;
import com.nimbusds.openid.connect.sdk.UserInfoResponse;
import com.nimbusds.openid.connect.sdk.claims.AuthorizedParty;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of one provider: its discovery document, remembered for a time, its keys, and the
 * exchange of a code for an ID token, which is checked. Blocks; for virtual threads. So many
 * exchanges go on at once at most.
 */
final class ProviderConnection {

  private static final int PATIENCE_MS = 5_000;
  private static final int MAX_KEYS_BYTES = 100_000;
  private static final int AT_ONCE = 50;

  /** How long the discovery document stands. */
  private static final Duration STANDS = Duration.ofMinutes(10);

  /** How long a provider that could not be reached is not asked again. */
  private static final Duration PAUSE = Duration.ofSeconds(10);

  /** What an ID token may be signed with: never with the client's secret, nor with nothing. */
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.PS256,
          JWSAlgorithm.ES256,
          JWSAlgorithm.EdDSA,
          JWSAlgorithm.Ed25519);

  /** Who somebody is there. */
  record Claims(String issuer, String subject, Map<String, Object> all) {
    Claims {
      all = Map.copyOf(all);
    }
  }

  private record Known(OIDCProviderMetadata metadata, IDTokenValidator validator, Instant until) {}

  private final OidcProvider provider;
  private final Issuer issuer;
  private final ClientID clientId;
  private final URI callback;
  private final Clock clock;
  private final ReentrantLock asking = new ReentrantLock();
  private final Semaphore exchanges = new Semaphore(AT_ONCE);
  private volatile @Nullable Known known;

  /** Guarded by {@link #asking}. */
  private Instant askedAgain = Instant.MIN;

  ProviderConnection(OidcProvider provider, URI callback, Clock clock) {
    this.provider = provider;
    this.issuer = new Issuer(provider.issuer());
    this.clientId = new ClientID(provider.clientId());
    this.callback = callback;
    this.clock = clock;
  }

  OidcProvider provider() {
    return provider;
  }

  /** Where the browser goes to sign in. */
  URI authorizationRequest(PendingSignIn pending) throws OidcFailure {
    return new AuthenticationRequest.Builder(
            ResponseType.CODE, new Scope("openid", "email", "profile"), clientId, callback)
        .endpointURI(known().metadata().getAuthorizationEndpointURI())
        .state(new State(pending.state()))
        .nonce(new Nonce(pending.nonce()))
        .codeChallenge(new CodeVerifier(pending.verifier()), CodeChallengeMethod.S256)
        .build()
        .toURI();
  }

  /** Where the browser goes to sign out there too; empty if the provider has no such place. */
  Optional<URI> logout(URI returnTo) throws OidcFailure {
    return Optional.ofNullable(known().metadata().getEndSessionEndpointURI())
        .map(end -> new LogoutRequest(end, null, null, clientId, returnTo, null, null).toURI());
  }

  /** Whether the answer has to say whose it is (RFC 9207). */
  boolean namesItself() throws OidcFailure {
    return known().metadata().supportsAuthorizationResponseIssuerParam();
  }

  /** Who signed in. */
  Claims exchange(String code, PendingSignIn pending) throws OidcFailure {
    if (!exchanges.tryAcquire()) {
      throw new OidcFailure("too many sign-ins at once");
    }
    try {
      Known now = known();
      OIDCTokens tokens = tokens(now.metadata(), code, pending);
      IDTokenClaimsSet claims =
          now.validator().validate(tokens.getIDToken(), new Nonce(pending.nonce()));
      demandOwn(claims);
      var all = new HashMap<String, Object>(claims.toJSONObject());
      String wanted = provider.claim();
      if (wanted != null && !all.containsKey(wanted)) {
        userInfo(now.metadata(), tokens, claims).forEach(all::putIfAbsent);
      }
      all.values().removeIf(value -> value == null);
      return new Claims(claims.getIssuer().getValue(), claims.getSubject().getValue(), all);
    } catch (BadJOSEException | JOSEException e) {
      throw new OidcFailure("the ID token is refused", e);
    } catch (com.nimbusds.oauth2.sdk.ParseException | IOException e) {
      throw new OidcFailure("the provider did not answer as it should", e);
    } finally {
      exchanges.release();
    }
  }

  /** A token for several has to say that it was made for this client (OpenID Connect, 3.1.3.7). */
  private void demandOwn(IDTokenClaimsSet claims) throws OidcFailure {
    AuthorizedParty party = claims.getAuthorizedParty();
    if (party == null
        ? claims.getAudience().size() > 1
        : !party.getValue().equals(clientId.getValue())) {
      throw new OidcFailure("the ID token is for another client");
    }
  }

  private OIDCTokens tokens(OIDCProviderMetadata metadata, String code, PendingSignIn pending)
      throws OidcFailure, com.nimbusds.oauth2.sdk.ParseException, IOException {
    var grant =
        new AuthorizationCodeGrant(
            new AuthorizationCode(code), callback, new CodeVerifier(pending.verifier()));
    @Nullable ClientAuthentication own = authentication(metadata);
    URI endpoint = metadata.getTokenEndpointURI();
    TokenRequest request =
        (own == null
                ? new TokenRequest.Builder(endpoint, clientId, grant)
                : new TokenRequest.Builder(endpoint, own, grant))
            .build();
    HTTPResponse response = configured(request.toHTTPRequest()).send();
    if (OIDCTokenResponseParser.parse(response) instanceof OIDCTokenResponse answer
        && answer.getOIDCTokens().getIDToken() != null) {
      return answer.getOIDCTokens();
    }
    throw new OidcFailure("the provider refused the code");
  }

  private @Nullable ClientAuthentication authentication(OIDCProviderMetadata metadata) {
    String secret = provider.clientSecret();
    if (secret == null) {
      return null;
    }
    List<ClientAuthenticationMethod> methods = metadata.getTokenEndpointAuthMethods();
    boolean post =
        methods != null
            && methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_POST)
            && !methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC);
    return post
        ? new ClientSecretPost(clientId, new Secret(secret))
        : new ClientSecretBasic(clientId, new Secret(secret));
  }

  /** More claims of the same person; none if the provider gives none. */
  private static Map<String, Object> userInfo(
      OIDCProviderMetadata metadata, OIDCTokens tokens, IDTokenClaimsSet claims)
      throws com.nimbusds.oauth2.sdk.ParseException, IOException {
    URI endpoint = metadata.getUserInfoEndpointURI();
    if (endpoint == null) {
      return Map.of();
    }
    HTTPRequest request = new UserInfoRequest(endpoint, tokens.getAccessToken()).toHTTPRequest();
    UserInfoResponse response = UserInfoResponse.parse(configured(request).send());
    if (!response.indicatesSuccess()) {
      return Map.of();
    }
    var found = response.toSuccessResponse().getUserInfo();
    return found != null && claims.getSubject().equals(found.getSubject())
        ? found.toJSONObject()
        : Map.of();
  }

  private Known known() throws OidcFailure {
    @Nullable Known now = known;
    if (now != null && clock.instant().isBefore(now.until())) {
      return now;
    }
    asking.lock();
    try {
      now = known;
      if (now == null || !clock.instant().isBefore(now.until())) {
        now = discover(now);
        known = now;
      }
      return now;
    } finally {
      asking.unlock();
    }
  }

  /** One who asks, and not each who waits, finds out that a provider cannot be reached. */
  private Known discover(@Nullable Known before) throws OidcFailure {
    if (clock.instant().isBefore(askedAgain)) {
      throw new OidcFailure("the provider could not be reached a moment ago");
    }
    try {
      OIDCProviderMetadata metadata =
          OIDCProviderMetadata.resolve(issuer, ProviderConnection::patient);
      if (before != null && before.metadata().getJWKSetURI().equals(metadata.getJWKSetURI())) {
        return new Known(metadata, before.validator(), clock.instant().plus(STANDS));
      }
      var keys =
          JWKSourceBuilder.<SecurityContext>create(
                  metadata.getJWKSetURI().toURL(),
                  new DefaultResourceRetriever(PATIENCE_MS, PATIENCE_MS, MAX_KEYS_BYTES))
              .refreshAheadCache(false)
              .build();
      var validator =
          new IDTokenValidator(
              issuer, clientId, new JWSVerificationKeySelector<>(ALGORITHMS, keys), null);
      return new Known(metadata, validator, clock.instant().plus(STANDS));
    } catch (GeneralException | IOException e) {
      Instant again = clock.instant().plus(PAUSE);
      if (before != null) {
        return new Known(before.metadata(), before.validator(), again); // until it answers again
      }
      askedAgain = again;
      throw new OidcFailure("the provider cannot be reached", e);
    }
  }

  private static void patient(HTTPRequest request) {
    var _ = configured(request);
  }

  private static HTTPRequest configured(HTTPRequest request) {
    request.setConnectTimeout(PATIENCE_MS);
    request.setReadTimeout(PATIENCE_MS);
    request.setFollowRedirects(false);
    return request;
  }
}
