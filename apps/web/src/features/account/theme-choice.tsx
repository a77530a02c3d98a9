import { chooseTheme, themes, useTheme } from '../../shell/theme.ts';
import { account as words } from '../../strings/en-account.ts';
import { shell } from '../../strings/en.ts';
import { Icon } from '../../ui/icons.tsx';

const pictures = { system: 'device', dark: 'moon', light: 'sun' } as const;

/** Dark, light, or as the system: taken at once, kept in this browser. */
export function ThemeChoice() {
  const theme = useTheme((state) => state.theme);
  return (
    <fieldset>
      <legend className="sr-only">{words.theme}</legend>
      <div className="grid gap-2 sm:grid-cols-3">
        {themes.map((name) => (
          <label
            key={name}
            className="flex min-h-11 items-center gap-3 rounded-control border border-edge px-3 text-sm has-checked:border-accent has-checked:bg-glow has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent"
          >
            <input
              type="radio"
              name="theme"
              className="sr-only"
              checked={theme === name}
              onChange={() => chooseTheme(name)}
            />
            <Icon name={pictures[name]} className={theme === name ? 'text-accent' : 'text-muted'} />
            {shell.themeName[name]}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
