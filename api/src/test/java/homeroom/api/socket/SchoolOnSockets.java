// SPDX-License-Identifier: Apache-2.0
package homeroom.api.socket;

import homeroom.api.auth.AccessTokens;
import homeroom.api.auth.AuthLimits;
import homeroom.api.auth.AuthenticationService;
import homeroom.api.auth.Authenticator;
import homeroom.api.auth.BrowserSignIns;
import homeroom.api.auth.DerivedKey;
import homeroom.api.auth.Passwords;
import homeroom.api.auth.SecondFactors;
import homeroom.api.auth.TokenCheck;
import homeroom.api.service.CallMeter;
import homeroom.api.service.Services;
import homeroom.api.service.SyncService;
import homeroom.api.wire.Faults;
import homeroom.api.wire.Rejection;
import homeroom.chat.Chat;
import homeroom.chat.ChatEnvironment;
import homeroom.chat.ChatLimits;
import homeroom.chat.TestTime;
import homeroom.chat.contracts.Fixtures;
import homeroom.chat.contracts.RosterChanges;
import homeroom.chat.memory.FailingStores;
import homeroom.chat.memory.InMemoryStores;
import homeroom.chat.people.SignInCodes;
import homeroom.chat.roster.RosterChange;
import homeroom.chat.roster.User;
import homeroom.chat.school.IdSource;
import homeroom.chat.school.Role;
import homeroom.chat.session.EndedTokens;
import homeroom.socketio.EventArguments;
import homeroom.socketio.testing.FakeAck;
import homeroom.socketio.testing.FakeNamespace;
import homeroom.socketio.testing.FakeSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** A whole chat on fake sockets and stores in memory; what time leads to happens as it passes. */
final class SchoolOnSockets {

  static final Duration TOKEN_LIFETIME = Duration.ofHours(1);

  private static final Passwords PASSWORDS = new Passwords(1);

  final TestTime time = new TestTime();
  final FailingStores stores = new FailingStores(new InMemoryStores());
  final Fixtures people = Fixtures.in(stores);
  final Chat<ChatSocket> chat;
  final AccessTokens tokens;
  final Services services;
  final FakeFrames frames = new FakeFrames();
  private final FakeNamespace namespace = new FakeNamespace();

  SchoolOnSockets() {
    var next = new AtomicInteger();
    IdSource ids = () -> "id%04d".formatted(next.incrementAndGet());
    var sockets = new ChatSockets(namespace, frames, time, Runnable::run);
    chat =
        new Chat<>(
            stores,
            sockets.connections(),
            sockets.fanout(),
            ChatLimits.DEFAULT,
            new ChatEnvironment(
                time.clock(),
                time,
                ids,
                password -> "hash of " + password,
                user -> false,
                Runnable::run,
                Runnable::run));
    tokens = new AccessTokens(new byte[AccessTokens.MIN_SECRET_BYTES], time.clock(), ids);
    AuthLimits limits = AuthLimits.DEFAULT;
    var codes =
        new SignInCodes(
            stores.factors(),
            chat.roster(),
            chat.audit(),
            time.clock(),
            new Random(1),
            DerivedKey.ofCodes(new byte[32])::hash);
    var factors =
        new SecondFactors(
            stores.factors(),
            chat.roster(),
            chat.audit(),
            chat.failures(),
            limits,
            time.clock(),
            time,
            new Random(1),
            DerivedKey.ofSecondFactors(new byte[32]));
    var authenticator =
        new Authenticator(
            stores.roster(),
            chat.roster(),
            PASSWORDS,
            tokens,
            new TokenCheck(tokens, null, limits),
            chat.endedTokens(),
            chat.failures(),
            chat.audit(),
            codes,
            limits,
            TOKEN_LIFETIME,
            time.clock(),
            time,
            new Random(1));
    var sync = new SyncService(chat.sync());
    services = new Services(List.of(sync), chat.calls());
    sockets.register(
        new ChatSockets.UseCases(
            chat.roster(),
            chat.presence(),
            chat.messaging(),
            chat.editing(),
            chat.receipts(),
            sync,
            chat.typing(),
            chat.calls()),
        services,
        new AuthenticationService(
            authenticator,
            chat.endedTokens(),
            chat.devices(),
            factors,
            BrowserSignIns.NONE,
            limits,
            chat.calls()),
        new Faults(ids),
        new CallMeter(time, (transport, call, status, nanos) -> {}),
        time.clock());
    chat.live().start();
  }

  /** A token of the user that lasts {@link #TOKEN_LIFETIME}. */
  String token(User user) {
    return tokens.issue(user.id(), TOKEN_LIFETIME).text();
  }

  /** Has everything be asked of the store again, as after a change by another process. */
  void forget() {
    User somebody = people.newUser(Role.STUDENT, "Somebody");
    people.apply(new RosterChange.AddUser(somebody, "hash"));
    chat.roster().refresh();
  }

  /** A client that connects with that payload. */
  FakeSocket connect(Map<String, String> auth) throws Exception {
    return namespace.connect(auth);
  }

  FakeSocket connect(User user) throws Exception {
    return connect(Map.of("token", token(user)));
  }

  /** An admin of the school deactivates somebody. */
  void deactivate(User user) {
    var _ =
        Rejection.orThrow(chat.userRegistrar().deactivate(people.root.asCaller(null), user.id()));
  }

  /** Another process on the same store deactivates somebody, and ends their tokens. */
  void deactivateElsewhere(User user) {
    people.apply(RosterChanges.deactivate(user));
    new EndedTokens(stores.endedTokens(), time.clock(), time::nanoTime).endAllOf(user.id());
  }

  /** Signs the client in, the Feathers way. */
  static FakeAck signIn(FakeSocket client, String token) throws Exception {
    return client.sends(
        "create", "authentication", Map.of("strategy", "jwt", "accessToken", token));
  }

  static FakeAck signOut(FakeSocket client) throws Exception {
    return client.sends("remove", "authentication", JsonNodeFactory.instance.nullNode());
  }

  /** The names of the events that a client was sent, in their order. */
  static List<String> received(FakeSocket client) {
    return client.received().stream().map(EventArguments::event).toList();
  }

  /** The first argument of the newest event that a client was sent. */
  static JsonNode newest(FakeSocket client) {
    return client.received().getLast().json(0);
  }

  /** The first argument of an answer. */
  static JsonNode answer(FakeAck ack) {
    return ack.answer().orElseThrow().json(0);
  }
}
