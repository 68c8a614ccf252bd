/** What a key does. */
export interface Shortcut {
  /** As `KeyboardEvent.key` tells it. */
  readonly keys: readonly string[];
  /** As people read it. */
  readonly shown: string;
  readonly does: string;
  /** With `false` there is nothing to do, and the key keeps its usual meaning. */
  readonly act: (key: string) => unknown;
}

/** Where a key has a meaning of its own already. */
const busy =
  'input, select, textarea, summary, .scroll, [role=slider], [role=tab], [role=radio], [contenteditable], dialog';
/** Keys with which what has the focus is pressed or moved. */
const pressing = [' ', 'Enter', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'];

/** Keys that work all over the page, unless somebody types, or has turned them off. */
export function shortcuts(all: readonly Shortcut[], on: () => boolean): void {
  document.addEventListener('keydown', (event) => {
    if (!on() || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const target = event.target as HTMLElement;
    if (target.closest(busy)) return;
    if (pressing.includes(event.key) && target.closest('button, a') && event.key !== 'ArrowRight') return;
    const shortcut = all.find(
      ({ keys }) => keys.includes(event.key) || keys.includes(event.key.toLowerCase()),
    );
    if (shortcut === undefined) return;
    if (shortcut.act(event.key) !== false) event.preventDefault();
  });
}
