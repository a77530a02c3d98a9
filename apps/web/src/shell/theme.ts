import { create } from 'zustand';

export const themes = ['system', 'dark', 'light'] as const;
export type Theme = (typeof themes)[number];

/** One year, s. */
const cookieMaxAgeS = 31_536_000;

export function isTheme(value: string | undefined): value is Theme {
  return themes.some((theme) => theme === value);
}

/** The chosen theme, as a hook. It starts as what the server rendered. */
export const useTheme = create<{ readonly theme: Theme }>(() => {
  const rendered = typeof document === 'undefined' ? undefined : document.documentElement.dataset['theme'];
  return { theme: isTheme(rendered) ? rendered : 'system' };
});

/** Takes a theme at once, and leaves it in a cookie so that the server renders the next page in it. */
export function chooseTheme(theme: Theme): void {
  document.documentElement.dataset['theme'] = theme;
  document.cookie = `longwave_theme=${theme}; path=/; max-age=${cookieMaxAgeS}; samesite=lax`;
  useTheme.setState({ theme });
}
