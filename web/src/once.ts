// SPDX-License-Identifier: Apache-2.0

/** Makes what belongs to a name once, and keeps it: a formatter takes as long to make as to use a hundred times. */
export function onceEach<Made>(make: (name: string) => Made): (name: string) => Made {
  const made = new Map<string, Made>();
  return (name) => {
    let found = made.get(name);
    if (found === undefined) {
      made.set(name, (found = make(name)));
    }
    return found;
  };
}
