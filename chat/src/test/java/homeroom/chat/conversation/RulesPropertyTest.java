// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.conversation;

import static homeroom.chat.SchoolDay.done;
import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.ChatLimits;
import homeroom.chat.SchoolDay;
import homeroom.chat.message.Message;
import homeroom.chat.message.MessageLimits;
import homeroom.chat.message.SendMessage;
import homeroom.chat.message.Sent;
import homeroom.chat.policy.Decision;
import homeroom.chat.presence.PresenceLimits;
import homeroom.chat.rate.CallLimits;
import homeroom.chat.roster.RosterChange;
import homeroom.chat.roster.User;
import homeroom.chat.school.MessageId;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.Refusal;
import homeroom.chat.school.Role;
import homeroom.chat.school.UserId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Schools of random rules, rosters and hours: what is explained is what happens, no way leads
 * around a rule, and nothing is written where nobody supervises what is to be supervised.
 */
class RulesPropertyTest {

  private static final int STEPS = 250;

  /** One school on one seed. */
  private static final class Run {

    final Random random;
    final SchoolDay day =
        new SchoolDay(
            new ChatLimits(
                new MessageLimits(
                    MessageLimits.MAX_TEXT,
                    MessageLimits.MAX_CLIENT_ID,
                    Duration.ofMinutes(15),
                    0,
                    0),
                PresenceLimits.DEFAULT,
                GroupLimits.NONE,
                CallLimits.DEFAULT));
    final List<User> people =
        List.of(day.tom, day.tina, day.ada, day.bob, day.cleo, day.dan, day.rita);
    final RandomRules rules;
    final Set<UserId> inactive = new HashSet<>();
    final List<Conversation> made = new ArrayList<>();
    final Map<MessageId, Message> sent = new HashMap<>();

    Run(long seed) {
      random = new Random(seed);
      rules = new RandomRules(random, people);
      made.add(day.ofClass(day.class7b));
      made.add(day.ofClass(day.class8a));
    }

    /** Something is different: a rule, the roster, or the hour. */
    void change() {
      switch (random.nextInt(6)) {
        case 0 -> day.rules(rules.some());
        case 1 -> toggle(rules.one(people));
        case 2 -> enroll();
        case 3 -> {
          Conversation ofClass = made.get(random.nextInt(2));
          User teacher = ofClass.equals(made.getFirst()) ? day.tom : day.tina;
          if (!inactive.contains(teacher.id())) {
            done(
                day.chat.classClosing().close(day.by(teacher), ofClass.id(), random.nextBoolean()));
          }
        }
        default -> day.setClock(Duration.ofMinutes(random.nextInt(24 * 60)));
      }
    }

    private void toggle(User user) {
      boolean active = !inactive.remove(user.id());
      if (active) {
        inactive.add(user.id());
      }
      day.setActive(user, !active);
    }

    private void enroll() {
      User student = rules.one(List.of(day.ada, day.bob, day.cleo, day.dan));
      var inClass = random.nextBoolean() ? day.class7b : day.class8a;
      var link = SchoolDay.attends(student, inClass);
      boolean there = day.chat.roster().members(day.hill, inClass.id()).contains(student.id());
      if (!inactive.contains(student.id())) {
        day.change(there ? new RosterChange.Unenroll(link) : new RosterChange.Enroll(link));
      }
    }

    /** Somebody active. */
    User somebody() {
      User user = rules.one(people);
      return inactive.contains(user.id()) ? day.root : user;
    }

    Conversation somewhere() {
      return rules.one(made);
    }

    Outcome<?> send(User by, Conversation in, @Nullable MessageId replyTo) {
      var wish = new SendMessage(new SendMessage.Target.To(in.id()), "hello", null, replyTo, null);
      var outcome = day.trySend(day.by(by), wish);
      if (outcome instanceof Outcome.Done<Sent>(var done)) {
        sent.put(done.message().message().id(), done.message().message());
        requireSupervised(in);
      }
      return outcome;
    }

    /** Whoever is to look on, does. */
    void requireSupervised(Conversation in) {
      Conversation now = day.stores.conversations().conversation(day.hill, in.id()).orElseThrow();
      var rulesNow = done(day.chat.settings().get(day.by(day.root))).current().rules();
      boolean students =
          now.participants().stream()
              .anyMatch(
                  id -> day.chat.roster().user(day.hill, id).orElseThrow().role() == Role.STUDENT);
      boolean everybody = rulesNow.supervision().stream().anyMatch(rule -> rule.grades().isEmpty());
      if (students && everybody && now.type() != ConversationType.CLASS) {
        assertThat(now.supervisors()).isNotEmpty();
        assertThat(now.supervisors()).doesNotContainAnyElementsOf(now.participants());
        assertThat(now.supervisors())
            .allMatch(id -> {
              User user = day.chat.roster().user(day.hill, id).orElseThrow();
              return user.active() && user.role().isStaff();
            });
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void whatIsExplainedIsWhatHappens(long seed) {
    var run = new Run(seed);
    for (int i = 0; i < STEPS; i++) {
      if (run.random.nextInt(3) == 0) {
        run.change();
      }
      User from = run.somebody();
      if (run.random.nextBoolean()) {
        withSomebody(run, from, run.rules.one(run.people));
      } else {
        inSomething(run, from, run.somewhere());
      }
    }
  }

  private static void withSomebody(Run run, User from, User to) {
    boolean group = run.random.nextInt(3) == 0;
    var what = group ? Explanation.What.GROUP : Explanation.What.DIRECT;
    Decision explained =
        done(run.day
                .chat
                .explanations()
                .with(run.day.by(run.day.root), what, from.id(), to.id(), null))
            .decision();
    requireNoFacts(
        from,
        explained,
        run.day.chat.explanations().with(run.day.by(from), what, from.id(), to.id(), null));
    Outcome<?> outcome =
        group
            ? run.day.chat.groups().create(run.day.by(from), "Group", Set.of(to.id()))
            : run.day.trySend(
                run.day.by(from),
                new SendMessage(new SendMessage.Target.ToUser(to.id()), "hi", null, null, null));
    requireSame(explained, outcome);
    run.day
        .stores
        .conversations()
        .page(run.day.hill, null, 500)
        .forEach(one -> {
          if (run.made.stream().noneMatch(known -> known.id().equals(one.id()))) {
            run.made.add(one);
          }
        });
  }

  private static void inSomething(Run run, User from, Conversation in) {
    MessageId replyTo =
        run.sent.values().stream()
            .filter(message -> message.conversationId().equals(in.id()))
            .map(Message::id)
            .findFirst()
            .orElse(null);
    boolean reply = replyTo != null && run.random.nextBoolean();
    var what = reply ? Explanation.What.REPLY : Explanation.What.SEND;
    Decision explained =
        done(run.day
                .chat
                .explanations()
                .in(run.day.by(run.day.root), what, from.id(), in.id(), null))
            .decision();
    requireNoFacts(
        from,
        explained,
        run.day.chat.explanations().in(run.day.by(from), what, from.id(), in.id(), null));
    requireSame(explained, run.send(from, in, reply ? replyTo : null));
  }

  /** Who asks about themselves is told what happens, and of facts no more than a refusal says. */
  private static void requireNoFacts(User from, Decision explained, Outcome<Explanation> own) {
    Refusal refusal = explained.refusal();
    if (own instanceof Outcome.Refused<Explanation>(Refusal hidden)) {
      assertThat(hidden).isEqualTo(refusal);
      assertThat(hidden.code().kind()).isEqualTo(Refusal.Kind.NOT_FOUND);
      return;
    }
    Decision told = done(own).decision();
    assertThat(told.refusal()).isEqualTo(refusal);
    if (from.role() != Role.ADMIN) {
      assertThat(told.facts().get())
          .isEqualTo(refusal == null ? "It is allowed." : refusal.message());
    }
  }

  private static void requireSame(Decision explained, Outcome<?> happened) {
    Refusal refusal = happened instanceof Outcome.Refused<?>(Refusal refused) ? refused : null;
    assertThat(explained.refusal())
        .describedAs("by %s: %s", explained.rule(), explained.facts().get())
        .isEqualTo(refusal);
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23, 24, 25, 26, 27, 28})
  void noWayLeadsAroundARule(long seed) {
    var run = new Run(seed);
    for (int i = 0; i < STEPS; i++) {
      withSomebody(run, run.somebody(), run.rules.one(run.people));
      inSomething(run, run.somebody(), run.somewhere());
      if (run.random.nextInt(2) == 0) {
        run.change();
      }
      User from = run.somebody();
      Conversation in = run.somewhere();
      boolean mayWrite = run.send(from, in, null) instanceof Outcome.Done<?>;
      boolean mayReply = mayWrite || mayReply(run, from, in);
      for (Message own : List.copyOf(run.sent.values())) {
        if (own.conversationId().equals(in.id()) && own.senderId().equals(from.id())) {
          boolean edited =
              run.day.chat.editing().edit(run.day.by(from), own.id(), "changed")
                  instanceof Outcome.Done<?>;
          assertThat(!edited || (own.replyTo() == null ? mayWrite : mayReply)).isTrue();
        }
      }
      if (in.type() == ConversationType.GROUP) {
        boolean renamed =
            run.day
                    .chat
                    .groups()
                    .change(run.day.by(from), in.id(), new Groups.Change("New", Set.of(), Set.of()))
                instanceof Outcome.Done<?>;
        assertThat(!renamed || mayWrite).isTrue();
      }
      if (in.type() == ConversationType.DIRECT && in.participants().contains(from.id())) {
        UserId other =
            in.participants().stream()
                .filter(id -> !id.equals(from.id()))
                .findFirst()
                .orElseThrow();
        boolean bySomebody =
            run.day.trySend(
                    run.day.by(from),
                    new SendMessage(new SendMessage.Target.ToUser(other), "hi", null, null, null))
                instanceof Outcome.Done<?>;
        assertThat(bySomebody).isEqualTo(mayWrite);
      }
    }
  }

  private static boolean mayReply(Run run, User from, Conversation in) {
    return done(run.day
            .chat
            .explanations()
            .in(run.day.by(run.day.root), Explanation.What.REPLY, from.id(), in.id(), null))
        .decision()
        .isAllowed();
  }

  @ParameterizedTest
  @ValueSource(longs = {41, 42, 43, 44, 45, 46, 47, 48, 49, 50})
  void whatIsToBeSupervisedAlwaysIs(long seed) {
    var run = new Run(seed);
    for (int i = 0; i < STEPS; i++) {
      if (i % 50 == 0) {
        run.day.rules("preset=open", "quiet=", "holidays=", "supervision=by=tina,tom,rita,root");
      }
      switch (run.random.nextInt(4)) {
        case 0 -> run.toggle(run.rules.one(run.people));
        case 1 -> run.enroll();
        case 2 -> withSomebody(run, run.somebody(), run.rules.one(run.people));
        default -> run.send(run.somebody(), run.somewhere(), null);
      }
      for (Conversation one : run.made) {
        Conversation now =
            run.day.stores.conversations().conversation(run.day.hill, one.id()).orElseThrow();
        var admin = run.day.by(run.day.root);
        boolean written =
            now.participants().stream()
                .filter(id -> !run.inactive.contains(id))
                .anyMatch(id ->
                    done(run.day
                            .chat
                            .explanations()
                            .in(admin, Explanation.What.SEND, id, one.id(), null))
                        .decision()
                        .isAllowed());
        if (written) {
          run.requireSupervised(one);
        }
      }
    }
  }
}
