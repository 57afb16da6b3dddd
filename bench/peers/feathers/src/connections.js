// SPDX-License-Identifier: Apache-2.0

/** Who is connected: sockets by user, and users by school, by school and role, and by class. */
export class ConnectionManager {
  #sockets = new Map();
  #indexes = new Map();

  /** Whether it is the user's first socket. */
  add(user, socket) {
    const sockets = this.#sockets.get(user._id);
    if (sockets) {
      sockets.add(socket);
      return false;
    }
    this.#sockets.set(user._id, new Set([socket]));
    for (const key of keysOf(user)) {
      const users = this.#indexes.get(key) ?? new Set();
      this.#indexes.set(key, users.add(user._id));
    }
    return true;
  }

  /** Whether it was the user's last socket. */
  remove(user, socket) {
    const sockets = this.#sockets.get(user._id);
    sockets.delete(socket);
    if (sockets.size > 0) {
      return false;
    }
    this.#sockets.delete(user._id);
    for (const key of keysOf(user)) {
      this.#indexes.get(key).delete(user._id);
    }
    return true;
  }

  socketsOf(userId) {
    return this.#sockets.get(userId) ?? [];
  }

  /** Who is told that the user comes and goes: the rules of the original architecture. */
  broadcastTargets(user) {
    const keys =
      user.role === "admin"
        ? [user.schoolId]
        : user.role === "teacher"
          ? [`${user.schoolId}:teacher`, ...user.classIds]
          : user.classIds;
    const targets = new Set();
    for (const key of keys) {
      for (const userId of this.#indexes.get(key) ?? []) {
        targets.add(userId);
      }
    }
    targets.delete(user._id);
    return targets;
  }
}

function keysOf(user) {
  return [user.schoolId, `${user.schoolId}:${user.role}`, ...user.classIds];
}
