import { clsx } from 'clsx';
import { Link, NavLink } from 'react-router';
import { useSession } from '../api/browser.ts';
import { useInstance } from '../routing.ts';
import { shell as text } from '../strings/en.ts';
import { Icon } from '../ui/icons.tsx';
import { placesFor, type Place } from './nav-places.ts';
import { ThemeButton } from './theme-button.tsx';
import { Mark } from './mark.tsx';

/** Left rail; icons alone on tablets. */
export function Rail() {
  const user = useSession((session) => session.user);
  const instance = useInstance();
  return (
    <header className="fixed inset-y-0 left-0 z-30 hidden w-(--lw-rail) flex-col gap-6 border-r border-line bg-ground px-3 pt-5 pb-[calc(var(--lw-player)+12px)] sm:flex">
      <Link
        to="/"
        className="flex min-h-10 items-center gap-3 rounded-control px-2.5 font-display text-lg font-semibold tracking-tight"
      >
        <Mark />
        <span className="truncate max-lg:sr-only">{instance?.name ?? text.product}</span>
      </Link>
      <nav aria-label={text.navigation} className="grid gap-1">
        {placesFor(user).map((place) => (
          <RailLink key={place.to} {...place} />
        ))}
      </nav>
      <div className="mt-auto px-1 max-lg:self-center">
        <ThemeButton />
      </div>
    </header>
  );
}

function RailLink({ to, label, icon }: Place) {
  return (
    <NavLink
      to={to}
      end={to === '/'}
      title={label}
      className={({ isActive }) =>
        clsx(
          'relative flex min-h-11 items-center gap-3.5 rounded-control px-3 text-sm font-medium transition-colors max-lg:justify-center',
          isActive
            ? 'bg-hover text-text before:absolute before:inset-y-3 before:-left-3 before:w-0.5 before:rounded-full before:bg-accent'
            : 'text-muted hover:bg-hover hover:text-text',
        )
      }
    >
      <Icon name={icon} size={22} className="shrink-0" />
      <span className="max-lg:sr-only">{label}</span>
    </NavLink>
  );
}

/** Bottom tabs of phones. */
export function Tabs() {
  const user = useSession((session) => session.user);
  return (
    <nav
      aria-label={text.navigation}
      className="fixed inset-x-0 bottom-0 z-30 flex h-(--lw-tabs) border-t border-line bg-ground sm:hidden"
    >
      {placesFor(user).map(({ to, label, icon }) => (
        <NavLink
          key={to}
          to={to}
          end={to === '/'}
          className={({ isActive }) =>
            clsx(
              'grid flex-1 place-content-center justify-items-center gap-0.5 text-xs font-medium -outline-offset-2',
              isActive ? 'text-accent' : 'text-muted',
            )
          }
        >
          <Icon name={icon} size={22} />
          {label}
        </NavLink>
      ))}
    </nav>
  );
}

/** Name of the instance and theme, above the content on phones. */
export function PhoneHeader() {
  const instance = useInstance();
  return (
    <header className="flex items-center justify-between px-4 pt-3 sm:hidden">
      <Link
        to="/"
        className="flex min-h-10 min-w-0 items-center gap-2.5 font-display text-lg font-semibold tracking-tight"
      >
        <Mark />
        <span className="truncate">{instance?.name ?? text.product}</span>
      </Link>
      <ThemeButton />
    </header>
  );
}
