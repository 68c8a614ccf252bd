const themes = ['auto', 'light', 'dark'] as const;
type Theme = (typeof themes)[number];
const place = 'anneal.theme';

/** The switch between the system's colors, light, and dark. It is remembered. */
export function themeSwitch(select: HTMLSelectElement): void {
  const put = (theme: Theme) => {
    if (theme === 'auto') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  };
  const kept = themes.find((theme) => theme === stored()) ?? 'auto';
  select.value = kept;
  put(kept);
  select.addEventListener('change', () => {
    const theme = select.value as Theme;
    put(theme);
    try {
      localStorage.setItem(place, theme);
    } catch {
      // A browser that keeps nothing forgets it, and no more.
    }
  });
}

function stored(): string | null {
  try {
    return localStorage.getItem(place);
  } catch {
    return null;
  }
}
