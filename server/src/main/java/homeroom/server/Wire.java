// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.api.auth.AuthenticationService;
import homeroom.api.auth.SecondFactorService;
import homeroom.api.description.Descriptions;
import homeroom.api.rest.RestTransport;
import homeroom.api.service.AuditService;
import homeroom.api.service.CallMeter;
import homeroom.api.service.ClassLinkService;
import homeroom.api.service.ClassService;
import homeroom.api.service.ConversationService;
import homeroom.api.service.HealthService;
import homeroom.api.service.IdentityService;
import homeroom.api.service.MessageService;
import homeroom.api.service.OfMessageService;
import homeroom.api.service.PolicyExplanationService;
import homeroom.api.service.PresenceService;
import homeroom.api.service.RosterImportService;
import homeroom.api.service.Services;
import homeroom.api.service.SessionService;
import homeroom.api.service.SettingsService;
import homeroom.api.service.SignInCodeService;
import homeroom.api.service.SyncService;
import homeroom.api.service.UserService;
import homeroom.api.socket.ChatSocket;
import homeroom.api.socket.ChatSockets;
import homeroom.api.wire.Faults;
import homeroom.chat.Chat;
import homeroom.chat.imports.RosterUploads;
import homeroom.chat.school.IdSource;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

/** The wire of the chat, built on its use cases: services, sign-in, REST and sockets. */
final class Wire {

  final Services services;
  final RestTransport rest;
  final Faults faults;
  final Descriptions descriptions;

  Wire(
      Chat<ChatSocket> chat,
      SignInSetup signIn,
      ChatSockets sockets,
      RosterUploads uploads,
      IdSource ids,
      Clock clock,
      CallMeter meter,
      ServerHealth health) {
    AuthenticationService authentication = signIn.service;
    var sync = new SyncService(chat.sync());
    services =
        new Services(
            List.of(
                new MessageService(chat.messaging(), chat.history(), chat.editing()),
                new ConversationService(
                    chat.inbox(),
                    chat.conversations(),
                    chat.groups(),
                    chat.classClosing(),
                    chat.conversationViews()),
                new UserService(
                    chat.directory(), chat.userRegistrar(), authentication::isOwnPassword),
                new ClassService(chat.roster(), chat.classRegistrar()),
                ClassLinkService.teachers(chat.roster(), chat.classLinkRegistrar()),
                ClassLinkService.enrollments(chat.roster(), chat.classLinkRegistrar()),
                new PresenceService(chat.presence()),
                OfMessageService.receipts(chat.receipts()),
                OfMessageService.history(chat.editHistory()),
                new AuditService(chat.audit()),
                new SettingsService(chat.settings(), chat.rulesPreview()),
                new PolicyExplanationService(chat.explanations()),
                new RosterImportService(uploads),
                new SessionService(chat.devices()),
                new HealthService(health::of),
                new SignInCodeService(signIn.codes),
                new IdentityService(signIn.identities),
                new SecondFactorService(
                    signIn.secondFactors, chat.userRegistrar(), authentication::isOwnPassword),
                sync),
            chat.calls());
    faults = new Faults(ids);
    descriptions =
        new Descriptions(
            Stream.concat(
                    Stream.of(AuthenticationService.DESCRIPTION), services.descriptions().stream())
                .toList());
    rest = new RestTransport(services, authentication, faults, meter);
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
        authentication,
        faults,
        meter,
        clock);
  }
}
