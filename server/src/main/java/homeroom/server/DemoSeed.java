// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.chat.message.Messaging;
import homeroom.chat.message.SendMessage;
import homeroom.chat.message.Sent;
import homeroom.chat.query.Filter;
import homeroom.chat.query.Query;
import homeroom.chat.roster.RosterResult;
import homeroom.chat.roster.User;
import homeroom.chat.school.Caller;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.UserId;
import java.util.ArrayList;

/** Fills an empty store with the demo schools: rosters, class conversations, a few messages. */
final class DemoSeed {

  private final Homeroom homeroom;
  private final String passwordHash;

  DemoSeed(Homeroom homeroom, String passwordHash) {
    this.homeroom = homeroom;
    this.passwordHash = passwordHash;
  }

  /** Makes demo.school with that many students, and other.school with the usual number. */
  void sow(int students) {
    DemoSchool demo = school("Demo School", DemoSchool.DOMAIN);
    DemoSchool other = school("Other School", DemoSchool.OTHER_DOMAIN);
    var changes = new ArrayList<>(demo.changes(students));
    changes.addAll(other.changes(DemoSchool.DEFAULT_STUDENTS));
    RosterResult result = homeroom.roster().apply(changes);
    if (!(result instanceof RosterResult.Applied)) {
      throw new IllegalStateException("The demo schools could not be made: " + result);
    }
    homeroom.openClassConversations();
    greet(DemoSchool.DOMAIN);
    greet(DemoSchool.OTHER_DOMAIN);
  }

  private DemoSchool school(String name, String domain) {
    return new DemoSchool(name, domain, homeroom.ids(), homeroom.clock().instant(), passwordHash);
  }

  private void greet(String domain) {
    Caller teacher = caller("teacher1@" + domain);
    UserId student = caller("student1@" + domain).userId();
    homeroom
        .conversations()
        .find(teacher, Query.where(Filter.equal("type", "class")))
        .data()
        .forEach(conversation ->
            say(
                teacher,
                new SendMessage.Target.To(conversation.id()),
                "Welcome to " + conversation.title() + "! Homework is due on Friday."));
    say(teacher, new SendMessage.Target.ToUser(student), "Hello! Did you find your classroom?");
    say(
        caller("student1@" + domain),
        new SendMessage.Target.ToUser(teacher.userId()),
        "Yes, thank you. See you tomorrow.");
  }

  private void say(Caller who, SendMessage.Target where, String text) {
    Messaging messaging = homeroom.messaging();
    Outcome<Sent> outcome = messaging.send(who, new SendMessage(where, text, null, null));
    if (outcome instanceof Outcome.Refused<Sent>(var refusal)) {
      throw new IllegalStateException("The demo's first messages: " + refusal.message());
    }
  }

  private Caller caller(String email) {
    User user = homeroom.rosterStore().credentials(email).orElseThrow().user();
    return user.asCaller(null);
  }
}
