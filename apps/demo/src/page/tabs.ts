/**
 * Makes a list of buttons one of tabs: arrows go from one to the next, Home and End to the ends, and each shows its panel.
 *
 * @returns shows a panel by its id.
 */
export function tabs(list: HTMLElement, changed: (id: string) => void): (id: string) => void {
  const all = [...list.querySelectorAll<HTMLButtonElement>('[role=tab]')];
  const panel = (tab: HTMLElement) =>
    document.getElementById(tab.getAttribute('aria-controls') as string) as HTMLElement;
  const pick = (picked: HTMLButtonElement) => {
    for (const tab of all) {
      tab.ariaSelected = String(tab === picked);
      tab.tabIndex = tab === picked ? 0 : -1;
      panel(tab).hidden = tab !== picked;
    }
    changed(panel(picked).id);
  };
  list.addEventListener('click', ({ target }) => {
    const tab = (target as HTMLElement).closest<HTMLButtonElement>('[role=tab]');
    if (tab) pick(tab);
  });
  list.addEventListener('keydown', (event) => {
    const at = all.indexOf(document.activeElement as HTMLButtonElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const tab = all[(to + all.length) % all.length] as HTMLButtonElement;
    pick(tab);
    tab.focus();
  });
  return (id) => {
    const tab = all.find((one) => panel(one).id === id);
    if (tab) pick(tab);
  };
}
