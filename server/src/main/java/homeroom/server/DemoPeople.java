// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.api.rest.RestTransport;
import homeroom.api.wire.Json;
import homeroom.chat.roster.RosterStore;
import homeroom.chat.roster.User;
import homeroom.chat.school.Role;
import homeroom.http.HttpHandler;
import homeroom.http.HttpRequest;
import homeroom.http.HttpResponse;
import java.util.List;
import java.util.Locale;

/**
 * {@code /demo.json}, which a demo alone has: some of its people, whose page offers to sign in as
 * them by one click.
 */
final class DemoPeople implements HttpHandler {

  static final String PATH = "/demo.json";

  private static final List<String> OFFERED =
      List.of("teacher1", "student1", "student2", "student3", "teacher2", "student31", "admin");

  private final RosterStore roster;

  DemoPeople(RosterStore roster) {
    this.roster = roster;
  }

  private record Offer(String password, List<Person> people) {}

  private record Person(String name, String role, String email) {}

  @Override
  public HttpResponse handle(HttpRequest request) {
    if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
      return RestTransport.errorPage(405, "The people of the demo can only be read.")
          .with("allow", "GET, HEAD");
    }
    List<Person> people =
        OFFERED.stream()
            .flatMap(name -> roster.credentials(name + "@" + DemoSchool.DOMAIN).stream())
            .map(found -> person(found.user()))
            .toList();
    return HttpResponse.of(
        200, "application/json; charset=utf-8", Json.bytes(new Offer(DemoSchool.PASSWORD, people)));
  }

  private static Person person(User user) {
    Role role = user.role();
    return new Person(
        user.name(), role.name().toLowerCase(Locale.ROOT), String.valueOf(user.email()));
  }
}
