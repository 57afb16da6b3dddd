// SPDX-License-Identifier: Apache-2.0
import { randomBytes, randomInt } from "node:crypto";

const CLASSES_OF_EACH = 6;

const id = () => randomBytes(12).toString("hex");

/** One school: everybody in 6 classes of that size, the first of each class its teacher. */
export function makeSchool(store, users, classSize) {
  const schoolId = id();
  const people = Array.from({ length: users }, (_, i) => ({
    _id: id(),
    email: `user${i + 1}@feathers.school`,
    role: i % classSize === 0 ? "teacher" : "student",
    schoolId,
  }));
  const classes = [];
  for (let period = 0; period < CLASSES_OF_EACH; period++) {
    const rows = mixed(people);
    for (let at = 0; at + classSize <= users; at += classSize) {
      classes.push({ _id: id(), schoolId, members: rows.slice(at, at + classSize) });
    }
  }
  store.addSchool(people, classes);
}

/** The same people: teachers where they are, students anywhere else. */
function mixed(people) {
  const students = people.filter(({ role }) => role === "student");
  for (let i = students.length - 1; i > 0; i--) {
    const j = randomInt(i + 1);
    [students[i], students[j]] = [students[j], students[i]];
  }
  return people.map((person) => (person.role === "teacher" ? person : students.pop()));
}
