// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.imports;

import java.util.List;
import java.util.Set;

/**
 * What a source says of the people and classes of a school.
 *
 * @param source what keys are unique in, for example {@code oneroster}
 * @param roles of people who are not in {@code people} this time, each key once
 * @param remarks what was left out, in sentences for people
 */
public record DesiredRoster(
    String source,
    Of<DesiredPerson> people,
    List<DesiredRole> roles,
    Of<DesiredClass> classes,
    Of<DesiredLink> links,
    List<String> remarks) {

  /**
   * Things of one kind.
   *
   * @param there those that are there, each key once
   * @param gone the keys of those that are gone
   */
  public record Of<T>(Extent extent, List<T> there, Set<String> gone) {

    public Of {
      there = List.copyOf(there);
      gone = Set.copyOf(gone);
    }

    public static <T> Of<T> nothing() {
      return new Of<>(Extent.UNSAID, List.of(), Set.of());
    }

    public static <T> Of<T> all(List<T> there) {
      return new Of<>(Extent.ALL, there, Set.of());
    }
  }

  public DesiredRoster {
    roles = List.copyOf(roles);
    remarks = List.copyOf(remarks);
  }

  /** One that says all of people at once. */
  public DesiredRoster(
      String source,
      Of<DesiredPerson> people,
      Of<DesiredClass> classes,
      Of<DesiredLink> links,
      List<String> remarks) {
    this(source, people, List.of(), classes, links, remarks);
  }

  /**
   * Whether it says of people and of who is in which class only what is another, so that whom it
   * does not name stays as they are.
   */
  boolean isDelta() {
    boolean says =
        !roles.isEmpty()
            || people.extent() != Extent.UNSAID
            || classes.extent() != Extent.UNSAID
            || links.extent() != Extent.UNSAID;
    return says && people.extent() != Extent.ALL && links.extent() != Extent.ALL;
  }

  /** Says nothing: what follows from it is what a new day brings. */
  public static DesiredRoster unchanged(String source) {
    return new DesiredRoster(source, Of.nothing(), Of.nothing(), Of.nothing(), List.of());
  }
}
