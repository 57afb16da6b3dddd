// SPDX-License-Identifier: Apache-2.0

/** Drawn in a box of 24, with lines of the text's colour. */
const SHAPES = {
  inbox: "M4 5h16v11H9l-5 4z",
  new: "M12 20h8M15.500 4.500l4 4L9 19l-5 1 1-5z",
  people: "M9 11a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7zM2.500 20c.5-4 3-6 6.500-6s6 2 6.500 6M16 4.300a3.500 3.500 0 0 1 0 6.400M18 14.500c2 .8 3.200 2.600 3.500 5.500",
  search: "M10.500 17a6.500 6.500 0 1 0 0-13 6.500 6.500 0 0 0 0 13zM15.500 15.500 21 21",
  settings: "M4 7h9M19 7h1M4 17h1M11 17h9M16 9.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5zM8 19.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5z",
  signout: "M14 4H6v16h8M11 12h10M17.500 8.500 21 12l-3.500 3.500",
  admin: "M12 3l8 3v6c0 5-3.500 8-8 9.500C7.500 20 4 17 4 12V6zM8.500 12l2.500 2.500 4.500-5",
  back: "M15 4l-8 8 8 8",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  send: "M4 12 20 4l-5 16-3.500-6.500z",
  down: "M12 5v14M6 13l6 6 6-6",
  close: "M6 6l12 12M18 6 6 18",
  details: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11v5.500M12 7.500h.01",
  waiting: "M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM12 8v4.500l3 1.500",
  sent: "M5 12.500l4.500 4.500L19 7.500",
  delivered: "M2.500 12.500 7 17l9-9.500M12 15.500l1.500 1.500 8.500-9",
  failed: "M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM12 8v5M12 16h.01",
  reply: "M9 6l-6 6 6 6M3 12h10c4 0 7 2.500 8 6",
  add: "M12 5v14M5 12h14",
  class: "M3 9l9-5 9 5-9 5zM7 11.500V17c3 2 7 2 10 0v-5.500",
} as const;

export type IconName = keyof typeof SHAPES;

export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return (
    <svg class={`icon icon-${name}`} width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
      <path d={SHAPES[name]} />
    </svg>
  );
}

/** A button of an icon alone, whose name is shown on pointing. */
export function IconButton(props: {
  name: string;
  icon: IconName;
  onClick: (event: MouseEvent) => void;
  class?: string;
  current?: boolean;
  expanded?: boolean;
  /** Whether it opens a menu, which what it belongs to opens by Enter: Tab goes past it. */
  isMenu?: boolean;
}) {
  return (
    <button
      type="button"
      class={`icon-button ${props.class ?? ""}`}
      aria-label={props.name}
      title={props.name}
      aria-current={props.current ? "page" : undefined}
      aria-expanded={props.expanded}
      aria-haspopup={props.isMenu ? "menu" : undefined}
      tabIndex={props.isMenu ? -1 : undefined}
      onClick={props.onClick}
    >
      <Icon name={props.icon} />
    </button>
  );
}
