import { shell as text } from '../strings/en.ts';
import { IconButton } from '../ui/button.tsx';
import { chooseTheme, themes, useTheme } from './theme.ts';

const pictures = { system: 'device', dark: 'moon', light: 'sun' } as const;

/** Goes through system, dark and light. */
export function ThemeButton() {
  const theme = useTheme((state) => state.theme);
  const next = themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'system';
  return (
    <IconButton icon={pictures[theme]} label={text.themeNow(text.themeName[theme])} onClick={() => chooseTheme(next)} />
  );
}
