import { h } from './dom.ts';
import { keep, kept } from './kept.ts';

const THEMES = ['auto', 'light', 'dark'] as const;

/** A button for the theme: that of the system, light, or dark. What is printed is light. */
export function themeButton(changed: () => void): HTMLElement {
  const root = document.documentElement;
  let theme = THEMES.find((one) => one === kept('theme')) ?? 'auto';
  let printing = false;
  const button = h('button', { type: 'button', onclick: next });
  const show = (): void => {
    if (printing) root.dataset.theme = 'light';
    else if (theme === 'auto') delete root.dataset.theme;
    else root.dataset.theme = theme;
    root.toggleAttribute('data-print', printing);
    button.textContent = `Theme: ${theme}`;
    changed();
  };
  function next(): void {
    theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'auto';
    keep('theme', theme);
    show();
  }
  const print = (on: boolean): void => {
    if (on === printing) return;
    printing = on;
    show();
  };
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', show);
  matchMedia('print').addEventListener('change', ({ matches }) => print(matches));
  addEventListener('beforeprint', () => print(true));
  addEventListener('afterprint', () => print(false));
  show();
  return button;
}
