import { byId } from '../dom.ts';
import { toHash } from '../plan/share.ts';
import { limits } from '../race/setup.ts';
import { Repaint } from '../repaint.ts';
import { whole } from './data-panel.ts';
import { Desk } from './desk.ts';
import { download } from './download.ts';
import { asCSV, asJSONL } from './exports.ts';
import { help } from './help.ts';
import type { Opening } from './opening.ts';
import { hire } from './race-run.ts';
import { Screen } from './screen.ts';
import { tabs } from './tabs.ts';
import { themeSwitch } from './theme.ts';

/** How often what is there is kept for a reload while a race is on, in milliseconds. */
const keeping = 2000;

/** All of the page together: the desk, the screen, and what is pressed. */
export function bench(opening: Opening): void {
  const { visit, page, message } = opening;
  const go = byId<HTMLButtonElement>('go');
  const seed = byId<HTMLInputElement>('seed');
  const speed = byId<HTMLSelectElement>('speed');
  const heldOut = byId<HTMLInputElement>('held-out');
  heldOut.checked = page.heldOut;
  speed.value = page.perSecond;
  /** The address that the set-up came from: one that is pasted later is another visit. */
  let { hash, tab } = page;
  let kept = 0;

  const repaint = new Repaint(
    () => screen.paint(),
    () => screen.say(),
  );
  const desk: Desk = new Desk(opening, hire, Number(speed.value), {
    changed() {
      repaint.ask(desk.run.phase);
      if (performance.now() - kept > keeping) keep();
    },
    renewed: () => screen.renew(),
    news: (news) => screen.hear(news),
  });
  const screen: Screen = new Screen(desk, () => repaint.now());
  screen.tell(message ?? '');

  function keep(): void {
    kept = performance.now();
    const { setup, selected, hidden, lesson, run, table } = desk;
    const now = { heldOut: heldOut.checked, perSecond: speed.value, tab, hash };
    visit.save({ setup, selected, hidden: [...hidden], lesson, ...now }, run.record, table);
  }

  async function share(): Promise<void> {
    const address = new URL(location.href);
    address.hash = await toHash(desk.setup);
    const copied = await navigator.clipboard?.writeText(address.href).then(
      () => true,
      () => false,
    );
    history.replaceState(null, '', address);
    hash = address.hash;
    screen.tell(shared(copied === true, desk));
    // It stands at the top, and who shares may be far below.
    byId('message').scrollIntoView({ block: 'nearest' });
  }

  /** What is clicked, or pressed, is shown at once. */
  const now = (act: () => void) => () => {
    act();
    repaint.now();
  };
  const goOrPause = now(() => desk.goOrPause());
  const step = now(() => desk.step());
  const reset = now(() => desk.prepare());
  const select = (place: number) =>
    now(() => {
      desk.selected = desk.setup.racers[place]?.lane ?? desk.selected;
    })();
  const click = (id: string, act: () => void) => byId(id).addEventListener('click', act);
  click('go', goOrPause);
  click('big-go', () => {
    goOrPause();
    // It goes away, and the focus must not go with it.
    go.focus();
  });
  click('step', step);
  click('reset', reset);
  click(
    'add',
    now(() => desk.duplicate(desk.selected)),
  );
  click(
    'again',
    now(() => desk.again()),
  );
  click('share', share);
  click('jsonl', () => download('race.jsonl', asJSONL(desk.run.record), 'application/jsonl'));
  click('csv-download', () => download('race.csv', asCSV(desk.run.record), 'text/csv'));
  seed.addEventListener(
    'change',
    now(() => desk.anew({ seed: whole(seed.value, limits.seed, desk.setup.seed) })),
  );
  speed.addEventListener('change', () => desk.run.pace(Number(speed.value)));
  heldOut.addEventListener('change', () => repaint.now());
  const name = byId<HTMLInputElement>('racer-name');
  name.addEventListener('change', () => {
    const typed = name.value.trim();
    if (typed !== '') desk.put({ name: typed });
  });
  themeSwitch(byId<HTMLSelectElement>('theme'));
  const openTab = tabs(byId('tabs'), (id) => {
    tab = id;
    repaint.now();
  });
  openTab(tab);
  help([
    { keys: [' '], shown: 'Space', does: 'run, or pause', act: goOrPause },
    { keys: ['ArrowRight'], shown: '→', does: 'one step', act: step },
    { keys: ['r'], shown: 'R', does: 'reset', act: reset },
    {
      keys: ['1', '2', '3', '4', '5', '6'],
      shown: '1 – 6',
      does: 'select a racer',
      act: (key) => select(Number(key) - 1),
    },
    {
      keys: ['ArrowUp'],
      shown: '↑',
      does: 'raise the rate of the selected racer by a tenth',
      act: () => screen.live.turn(1.1),
    },
    { keys: ['ArrowDown'], shown: '↓', does: 'lower it by a tenth', act: () => screen.live.turn(1 / 1.1) },
    {
      keys: ['f'],
      shown: 'F',
      does: 'the rate finder',
      act: () => {
        openTab('finder');
        byId('tab-finder').focus();
      },
    },
    { keys: ['s'], shown: 'S', does: 'copy a link to this race', act: share },
  ]);
  for (const event of ['pagehide', 'visibilitychange'] as const) addEventListener(event, keep);
  // A link that is pasted over this page's own is opened like any other.
  addEventListener('hashchange', () => location.reload());
  repaint.now();
}

/** What a link does for whoever opens it, and what it does not. */
function shared(copied: boolean, { run, setup }: Desk): string {
  const link = copied
    ? 'A link to this race is copied.'
    : 'The address of the page is now a link to this race: copy it from there.';
  if (setup.data.kind === 'csv')
    return `${link} Your file is not in it, and stays on this machine: others see the race on moons.`;
  return run.record.acts.length > 0
    ? `${link} It holds the racers as they are composed now, and not what you did by hand.`
    : `${link} Whoever opens it has the same set-up, and the same losses.`;
}
