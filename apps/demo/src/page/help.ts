import { byId } from '../dom.ts';
import { element } from './element.ts';
import { type Shortcut, shortcuts } from './shortcuts.ts';

const place = 'anneal.keys';

/** The keys of the page, and the dialog that lists them and turns them off. */
export function help(keys: readonly Shortcut[]): void {
  const dialog = byId<HTMLDialogElement>('keys');
  const on = byId<HTMLInputElement>('keys-on');
  on.checked = localStorageSays() !== 'off';
  on.addEventListener('change', () => {
    try {
      localStorage.setItem(place, on.checked ? 'on' : 'off');
    } catch {
      // A browser that keeps nothing forgets it, and no more.
    }
  });
  const open = () => dialog.showModal();
  const all = [...keys, { keys: ['?'], shown: '?', does: 'these keys', act: open }];
  const more = [
    ['← → Page Up Page Down Home End', 'on a chart: move the cursor along the steps'],
    ['↑ ↓', 'in the field of the rate: a tenth up or down'],
  ];
  byId('keys-list').replaceChildren(
    ...[...all.map(({ shown, does }) => [shown, does]), ...more].flatMap(([shown = '', does = '']) => [
      element('dt', { textContent: shown }),
      element('dd', { textContent: does }),
    ]),
  );
  byId('help').addEventListener('click', open);
  shortcuts(all, () => on.checked && !dialog.open);
}

function localStorageSays(): string | null {
  try {
    return localStorage.getItem(place);
  } catch {
    return null;
  }
}
