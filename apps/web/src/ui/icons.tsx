import type { SVGProps } from 'react';

/** 24×24 grid, 1.75 stroke, round ends; transport shapes are filled. Drawn for this app. */
const paths = {
  home: 'M4 11.2 12 4l8 7.2M6 9.6V20h4.4v-5.6h3.2V20H18V9.6',
  studio: 'M5 4v7m0 4v5M12 4v3m0 4v9M19 4v9m0 4v3M2.8 13h4.4M9.8 9h4.4M16.8 15h4.4',
  user: 'M12 12.2a4.1 4.1 0 1 0 0-8.2 4.1 4.1 0 0 0 0 8.2ZM4.6 20.4c.8-3.6 3.7-5.4 7.4-5.4s6.6 1.8 7.4 5.4',
  enter: 'M13.5 4H19v16h-5.5M4 12h10.5M10.7 8l4 4-4 4',
  exit: 'M10.5 4H5v16h5.5M9.5 12H20m-4-4 4 4-4 4',
  search: 'M10.8 17.6a6.8 6.8 0 1 0 0-13.6 6.8 6.8 0 0 0 0 13.6ZM15.8 15.8 20.4 20.4',
  plus: 'M12 5v14M5 12h14',
  minus: 'M5 12h14',
  check: 'm5 12.6 4.6 4.6L19 7.4',
  close: 'm6 6 12 12M18 6 6 18',
  more: 'M5.5 12h.01M12 12h.01M18.5 12h.01',
  chevronDown: 'm6 9.5 6 6 6-6',
  chevronUp: 'm6 14.5 6-6 6 6',
  chevronRight: 'm9.5 6 6 6-6 6',
  chevronLeft: 'm14.5 6-6 6 6 6',
  arrowUp: 'M12 19.5v-15m-6.2 6.2L12 4.5l6.2 6.2',
  arrowDown: 'M12 4.5v15m6.2-6.2L12 19.5l-6.2-6.2',
  queue: 'M4 6.5h16M4 11.5h16M4 16.5h8m4.2-1.7v5.4l4.2-2.7-4.2-2.7Z',
  playNext: 'M4 6h10M4 11h6M4 16h6m5.2-6.4v8.8l6-4.4-6-4.4Z',
  shuffle:
    'M3.5 7H7c4.4 0 5.4 10 10 10h3.2M3.5 17H7c1.6 0 2.7-1.3 3.6-3m3-4.2C14.5 8.2 15.5 7 17 7h3.2M17.6 4.4 20.3 7l-2.7 2.6m0 4.8L20.3 17l-2.7 2.6',
  repeat: 'M17 3.5 20 6.5l-3 3M4 11.5V9.5a3 3 0 0 1 3-3h13M7 20.5l-3-3 3-3m13-2v2a3 3 0 0 1-3 3H4',
  volume: 'M4 9.5v5h3.5L12 18.5v-13L7.5 9.5H4Zm11.6-.9a4.8 4.8 0 0 1 0 6.8m2.7-9.5a8.6 8.6 0 0 1 0 12.2',
  volumeLow: 'M4 9.5v5h3.5L12 18.5v-13L7.5 9.5H4Zm11.6-.9a4.8 4.8 0 0 1 0 6.8',
  muted: 'M4 9.5v5h3.5L12 18.5v-13L7.5 9.5H4Zm11.5.2 5 4.8m0-4.8-5 4.8',
  speed: 'M5.6 18.4a9 9 0 1 1 12.8 0M12 12.8l3.6-4.4',
  level: 'M5 20V13m4.7 7V8.5m4.6 11.5V4.5M19 20v-9',
  link: 'M10 14a4.2 4.2 0 0 0 6 0l3-3a4.2 4.2 0 0 0-6-6l-.9.9M14 10a4.2 4.2 0 0 0-6 0l-3 3a4.2 4.2 0 0 0 6 6l.9-.9',
  code: 'm8.5 7-5 5 5 5m7-10 5 5-5 5',
  share: 'M12 15V4m-4 3.8L12 4l4 3.8M6.5 11H5v9h14v-9h-1.5',
  edit: 'M4.5 19.5l1-4.3L16.2 4.5l3.3 3.3L8.8 18.5l-4.3 1Zm9.5-12.8 3.3 3.3',
  trash: 'M4.5 6.5h15M9.5 6V4h5v2M6.5 6.5l.8 13.5h9.4l.8-13.5M10.2 10.5v6m3.6-6v6',
  undo: 'M8.5 5 4.5 9l4 4M5 9h9.5a5 5 0 0 1 0 10H9',
  retry: 'M19.5 12a7.5 7.5 0 1 1-2.4-5.5M19.5 3.5v4h-4',
  upload: 'M12 16V4.5m-4.5 4L12 4l4.5 4.5M4.5 15.5v4h15v-4',
  image: 'M4 5h16v14H4V5Zm0 11 4.7-4.7 4 4 2.6-2.6L20 18M15.5 9.5h.01',
  music:
    'M9 17.5V5.5l11-2v12M9 17.5a2.7 2.7 0 1 1-5.4 0 2.7 2.7 0 0 1 5.4 0Zm11-2a2.7 2.7 0 1 1-5.4 0 2.7 2.7 0 0 1 5.4 0Z',
  clock: 'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17ZM12 7v5.2l3.4 2',
  calendar: 'M4.5 6h15v14h-15V6Zm0 4.5h15M8.5 3.5V7m7-3.5V7',
  globe: 'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17ZM3.5 12h17M12 3.5c5 5.5 5 11.5 0 17-5-5.5-5-11.5 0-17Z',
  lock: 'M6 10.5h12v9.5H6v-9.5Zm2.5 0V8a3.5 3.5 0 0 1 7 0v2.5',
  eye: 'M2.8 12C5 8 8.2 6 12 6s7 2 9.2 6C19 16 15.8 18 12 18s-7-2-9.2-6Zm9.2 2.7a2.7 2.7 0 1 0 0-5.4 2.7 2.7 0 0 0 0 5.4Z',
  warning: 'M12 4 2.8 20h18.4L12 4Zm0 6v4.5m0 2.7h.01',
  info: 'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17Zm0-9.5v5.5m0-8.7h.01',
  help: 'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17ZM9.6 9.6A2.5 2.5 0 1 1 12.9 12c-.6.2-.9.7-.9 1.3v.5m0 2.7h.01',
  offline: 'M4 4l16 16M5 11.5A11 11 0 0 1 9.5 8.8m4 0c2.1.3 4 1.2 5.5 2.7M8.2 15a5.5 5.5 0 0 1 6.8-.8M12 18.5h.01',
  sun: 'M12 16.2a4.2 4.2 0 1 0 0-8.4 4.2 4.2 0 0 0 0 8.4ZM12 3v1.8m0 14.4V21M3 12h1.8m14.4 0H21M5.6 5.6l1.3 1.3m10.2 10.2 1.3 1.3M5.6 18.4l1.3-1.3M17.1 6.9l1.3-1.3',
  moon: 'M19.8 14.2A8 8 0 0 1 9.8 4.2a8 8 0 1 0 10 10Z',
  device: 'M4 5h16v11H4V5Zm5 15h6m-3-4v4',
  grip: 'M9 6h.01M9 12h.01M9 18h.01M15 6h.01M15 12h.01M15 18h.01',
  external: 'M14 4.5h5.5V10M19 5l-8.5 8.5M17.5 14v5.5h-13v-13H10',
  settings:
    'M4 7h9m5 0h2M4 17h2m5 0h9M15.5 9.3a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6Zm-7 10a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6Z',
} as const;
const filled = {
  play: 'M7.5 4.9v14.2c0 .9 1 1.4 1.7.9l10.6-7.1c.7-.4.7-1.4 0-1.8L9.2 4c-.7-.5-1.7 0-1.7.9Z',
  pause:
    'M7 4.5h2.6c.5 0 .9.4.9.9v13.2c0 .5-.4.9-.9.9H7c-.5 0-.9-.4-.9-.9V5.4c0-.5.4-.9.9-.9Zm7.4 0H17c.5 0 .9.4.9.9v13.2c0 .5-.4.9-.9.9h-2.6c-.5 0-.9-.4-.9-.9V5.4c0-.5.4-.9.9-.9Z',
  next: 'M5 5.6v12.8c0 .9 1 1.4 1.7.9l9.3-6.2v4.9c0 .6.4 1 1 1h1c.6 0 1-.4 1-1V6c0-.6-.4-1-1-1h-1c-.6 0-1 .4-1 1v4.9L6.7 4.7C6 4.2 5 4.7 5 5.6Z',
  previous:
    'M19 5.6v12.8c0 .9-1 1.4-1.7.9L8 13.1V18c0 .6-.4 1-1 1H6c-.6 0-1-.4-1-1V6c0-.6.4-1 1-1h1c.6 0 1 .4 1 1v4.9l9.3-6.2c.7-.5 1.7 0 1.7.9Z',
} as const;

export type IconName = keyof typeof paths | keyof typeof filled;

function isFilled(name: IconName): name is keyof typeof filled {
  return name in filled;
}

/** Decorative picture; the control that holds it carries the name. Sizes in px. */
export function Icon({ name, size = 20, ...rest }: { name: IconName; size?: number } & SVGProps<SVGSVGElement>) {
  return (
    <svg viewBox="0 0 24 24" width={size} height={size} aria-hidden="true" focusable="false" {...rest}>
      {isFilled(name) ? (
        <path d={filled[name]} fill="currentColor" />
      ) : (
        <path
          d={paths[name]}
          fill="none"
          stroke="currentColor"
          strokeWidth={dotted.has(name) ? 2.6 : 1.75}
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      )}
    </svg>
  );
}

/** Pictures made of dots need a heavier stroke to be seen. */
const dotted: ReadonlySet<IconName> = new Set(['more', 'grip']);
