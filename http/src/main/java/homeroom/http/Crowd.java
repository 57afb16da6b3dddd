// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Those of whom there may be only so many, by the network they come from: when there is one too
 * many, the oldest of the network that has most has to go, be it the newcomer's own. So one network
 * has all places while nobody else wants any. Safe for any thread; a step costs a logarithm of the
 * number of networks.
 */
public final class Crowd<T> {

  private final int most;
  private final Consumer<T> end;
  private final Map<Network, Group> groups = new HashMap<>();
  private final TreeMap<Integer, Set<Group>> bySize = new TreeMap<>();
  private int size;

  /**
   * @param most members at once
   * @param end tells a member to go; called by whichever thread joins, and must not block
   */
  public Crowd(int most, Consumer<T> end) {
    this.most = most;
    this.end = end;
  }

  /** Members now. */
  public synchronized int size() {
    return size;
  }

  /** Takes a member in, if another one has to go for it. */
  public Place join(Network network, T member) {
    Place place = new Place(network, member);
    Place gone;
    synchronized (this) {
      Group group = groups.computeIfAbsent(network, key -> new Group());
      resize(group, () -> group.places.add(place));
      size++;
      gone = size > most ? oldest() : null;
    }
    if (gone != null) {
      end.accept(gone.member);
    }
    return place;
  }

  /** Has the oldest of the network with most go; false if nobody is there. */
  boolean makeRoom() {
    Place gone;
    synchronized (this) {
      gone = size == 0 ? null : oldest();
    }
    if (gone != null) {
      end.accept(gone.member);
    }
    return gone != null;
  }

  /** Takes the oldest of the network with most out. */
  private Place oldest() {
    Group largest = bySize.lastEntry().getValue().iterator().next();
    Place oldest = largest.places.getFirst();
    remove(oldest);
    return oldest;
  }

  private void remove(Place place) {
    Group group = groups.get(place.network);
    if (group == null || !group.places.contains(place)) {
      return;
    }
    resize(group, () -> group.places.remove(place));
    size--;
    if (group.places.isEmpty()) {
      groups.remove(place.network);
    }
  }

  private void resize(Group group, Runnable change) {
    Set<Group> before = bySize.get(group.places.size());
    if (before != null && before.remove(group) && before.isEmpty()) {
      bySize.remove(group.places.size());
    }
    change.run();
    if (!group.places.isEmpty()) {
      bySize.computeIfAbsent(group.places.size(), key -> new LinkedHashSet<>()).add(group);
    }
  }

  private final class Group {
    private final LinkedHashSet<Place> places = new LinkedHashSet<>();
  }

  /** One member's place. */
  public final class Place {

    private final Network network;
    private final T member;

    private Place(Network network, T member) {
      this.network = network;
      this.member = member;
    }

    /** Gives the place up; does nothing the second time. */
    public void leave() {
      synchronized (Crowd.this) {
        remove(this);
      }
    }
  }
}
