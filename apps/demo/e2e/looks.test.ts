import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { browserless, raceOf, usePage } from './use-page.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const cosine = { type: 'cosineAnnealing', from: 0.5, to: 0, over: 200 };
const plateau = {
  type: 'reduceOnPlateau',
  initial: 0.4,
  factor: 0.5,
  patience: 0,
  threshold: 0.2,
  monitor: 'val_loss',
};
const hot = { type: 'linear', from: 1e30, to: 1e38, over: 3 };

describe.skipIf(browserless)('the page, for whoever looks at it,', { timeout: 60_000 }, () => {
  const demo = usePage();
  const { button } = demo;

  /** What axe finds wrong by WCAG 2.2 A and AA, each with the place. */
  async function faults(): Promise<string[]> {
    await demo.page.evaluate(axe);
    return demo.page.evaluate(async () => {
      const { axe } = globalThis as unknown as {
        axe: {
          run(
            options: object,
          ): Promise<{ violations: { id: string; nodes: { target: string[]; failureSummary: string }[] }[] }>;
        };
      };
      const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
      const { violations } = await axe.run({ runOnly: tags });
      return violations.flatMap(({ id, nodes }) =>
        nodes.map(({ target, failureSummary }) => `${id} ${target} ${failureSummary}`),
      );
    });
  }

  it.each(['light', 'dark'] as const)('is free of faults that axe knows, %s', async (colorScheme) => {
    await demo.page.emulateMedia({ colorScheme });
    await demo.open(raceOf([cosine, plateau, hot], { steps: 80 }));
    await demo.whole();
    for (const summary of await demo.page.locator('summary').all()) await summary.click();
    const found = new Set(await faults());
    for (const tab of ['Rate finder', 'Map of schedules', 'Event log', 'Data and model']) {
      await demo.tab(tab);
      if (tab === 'Rate finder') {
        await button('Find a rate').click();
        await demo.page.locator('#find-use').waitFor();
      }
      await demo.page.waitForTimeout(50);
      for (const fault of await faults()) found.add(fault);
    }
    await demo.page.keyboard.press('Escape');
    await button('Keys').click();
    for (const fault of await faults()) found.add(fault);
    expect([...found]).toEqual([]);
  });

  it.each([360, 768, 1280, 1920])(
    'has nothing that sticks out at %d pixels, and nothing moves while it runs',
    async (width) => {
      await demo.page.setViewportSize({ width, height: 800 });
      await demo.open(raceOf([cosine, plateau, hot, cosine, cosine, cosine]));
      const places = () =>
        demo.page.evaluate(() => ({
          width: document.documentElement.scrollWidth,
          tops: [
            '#loss-chart',
            '#rate-chart',
            '.live',
            '#pictures',
            '#leaderboard',
            '#racers',
            '#tabs',
            '.about',
          ].map((part) =>
            Math.round((document.querySelector(part) as HTMLElement).getBoundingClientRect().top + scrollY),
          ),
        }));
      await demo.page.locator('#axes', { hasText: 'across' }).waitFor();
      const before = await places();
      expect(before.width).toBe(width);
      await button('Run').click();
      await demo.stepsTo(40);
      expect(await places()).toEqual(before);
      await demo.fullSpeed();
      await demo.statusTo(/^Done/);
      expect(await places()).toEqual(before);
      for (const tab of await demo.page.locator('#tabs [role=tab]').all()) {
        await tab.click();
        expect(await demo.page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
      }
      const covered = await demo.page.evaluate(() => {
        const boxes = [
          ...document.querySelectorAll<HTMLElement>('.masthead button, .masthead select, .masthead input'),
        ].map((one) => ({ id: one.id, box: one.getBoundingClientRect() }));
        return boxes.flatMap(({ id, box }, at) =>
          boxes
            .slice(at + 1)
            .filter(
              (other) =>
                box.left < other.box.right &&
                other.box.left < box.right &&
                box.top < other.box.bottom &&
                other.box.top < box.bottom,
            )
            .map((other) => `${id} and ${other.id}`),
        );
      });
      expect(covered).toEqual([]);
      const small = await demo.page.evaluate(() =>
        [
          ...document.querySelectorAll<HTMLElement>(
            'button, select, input:not(.composer input):not([type=radio]):not([type=checkbox]):not([type=file])',
          ),
        ]
          .filter((one) => one.offsetParent !== null)
          .map((one) => ({
            name: one.id || one.ariaLabel || one.textContent,
            box: one.getBoundingClientRect(),
          }))
          .filter(({ box }) => box.width < 24 || box.height < 24)
          .map(({ name, box }) => `${name} ${box.width} × ${box.height}`),
      );
      expect(small).toEqual([]);
    },
  );

  it('follows the system from light to dark, unless the visitor chose, and remembers that', async () => {
    await demo.first();
    const { page } = demo;
    const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const chart = () =>
      page.evaluate(() => (document.querySelector('#rate-chart canvas') as HTMLCanvasElement).toDataURL());
    const [light, drawn] = [await paper(), await chart()];
    await page.emulateMedia({ colorScheme: 'dark' });
    const dark = await paper();
    expect(dark).not.toBe(light);
    await expect.poll(chart).not.toBe(drawn);
    await page.getByLabel('Colors').selectOption('light');
    expect(await paper()).toBe(light);
    await expect.poll(chart).toBe(drawn);
    await page.reload();
    await demo.statusTo(/^Ready/);
    expect(await paper()).toBe(light);
  });

  it('keeps its lanes apart where colors are the system’s', async () => {
    await demo.page.emulateMedia({ forcedColors: 'active' });
    await demo.open(raceOf([cosine, plateau]));
    await demo.whole();
    const go = await demo.page.locator('#go').screenshot();
    const shades = await demo.page.evaluate(
      async (bytes) => {
        const picture = await createImageBitmap(new Blob([new Uint8Array(bytes)]));
        const context = new OffscreenCanvas(picture.width, picture.height).getContext('2d');
        context?.drawImage(picture, 8, 8);
        const { data = [] } = context?.getImageData(16, 16, picture.width - 24, picture.height - 24) ?? {};
        return new Set([...data].filter((_, at) => at % 4 === 0)).size;
      },
      [...go],
    );
    // What it says can be read: it is not one plain field.
    expect(shades).toBeGreaterThan(4);
    const told = await demo.page.evaluate(() =>
      [...document.querySelectorAll('.card .glyph')].map((glyph) =>
        [...glyph.querySelectorAll('path')]
          .map((path) => path.getAttribute('stroke-dasharray') ?? path.getAttribute('d'))
          .join(),
      ),
    );
    expect(new Set(told).size).toBe(2);
    const stroke = await demo.page.evaluate(
      () => getComputedStyle(document.querySelector('.card .glyph-line') as Element).stroke,
    );
    expect(stroke).not.toBe('none');
  });

  it('moves four times a second at most for those who asked for less motion', async () => {
    const { page } = demo;
    const paintings = () =>
      page.evaluate(async () => {
        let paintings = 0;
        const watch = new MutationObserver(() => paintings++);
        watch.observe(document.querySelector('#status-now') as HTMLElement, { childList: true });
        await new Promise((resolve) => setTimeout(resolve, 1200));
        watch.disconnect();
        return paintings;
      });
    await demo.open(raceOf([cosine], { steps: 2000 }));
    await button('Run').click();
    await demo.stepsTo(1);
    const usual = await paintings();
    await page.emulateMedia({ reducedMotion: 'reduce' });
    const calm = await paintings();
    // One may have been under way.
    expect(calm).toBeLessThanOrEqual(6);
    expect(calm).toBeGreaterThan(0);
    expect(usual).toBeGreaterThan(calm);
    const moving = await page.evaluate(() =>
      [...document.querySelectorAll('*')]
        .filter((element) => {
          const { transitionDuration, animationName, scrollBehavior } = getComputedStyle(element);
          return /[1-9]/.test(transitionDuration) || animationName !== 'none' || scrollBehavior !== 'auto';
        })
        .map((element) => element.outerHTML.slice(0, 200)),
    );
    expect(moving).toEqual([]);
    // What is clicked is answered at once all the same.
    await button('Pause').click();
    expect(await button('Resume').count()).toBe(1);
  });

  it('rests when nothing changes: no frame is asked for', async () => {
    await demo.open(raceOf([cosine]));
    await demo.whole();
    await demo.page.waitForTimeout(2300);
    const frames = await demo.page.evaluate(async () => {
      let frames = 0;
      const real = requestAnimationFrame;
      globalThis.requestAnimationFrame = (act) => {
        frames++;
        return real(act);
      };
      await new Promise((resolve) => setTimeout(resolve, 600));
      globalThis.requestAnimationFrame = real;
      return frames;
    });
    expect(frames).toBe(0);
  });

  it('can be used by keyboard alone', async () => {
    const { page } = demo;
    await demo.open(raceOf([cosine, plateau], { steps: 1000 }));
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    const way: string[] = [];
    for (let press = 0; press < 80; press++) {
      await page.keyboard.press('Tab');
      const { place, ring } = await page.evaluate(() => {
        const element = document.activeElement as HTMLInputElement;
        const shown = element.type === 'file' ? (element.closest('.button') as HTMLElement) : element;
        const name =
          element.ariaLabel ||
          element.labels?.[0]?.textContent?.trim() ||
          element.textContent?.trim() ||
          element.id;
        return {
          place: name,
          ring: element === document.body ? 'solid' : getComputedStyle(shown).outlineStyle,
        };
      });
      expect([place, ring]).toEqual([place, 'solid']);
      way.push(place);
      if (place.startsWith('anneal')) break;
    }
    const wanted = [
      'Run',
      'Step',
      'Reset',
      'Speed',
      'Seed',
      'Share',
      'Download as JSONL',
      'Download as CSV',
      'Keys',
      'Too hot, too cold',
    ];
    wanted.push(
      'held-out loss',
      'Loss by step',
      'Learning rate by step',
      'Rate',
      'Swap in',
      'racer 1',
      'Duplicate racer 2',
      'Add a racer',
      'Compose',
    );
    const places = wanted.map((name) => way.findIndex((place) => place.startsWith(name)));
    expect(places.filter((place) => place < 0)).toEqual([]);
    // In the order in which they stand.
    expect(places).toEqual([...places].sort((one, other) => one - other));

    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await page.keyboard.press('ArrowRight');
    await demo.statusTo(/^Paused at step 1 /);
    await page.keyboard.press('2');
    expect(await page.locator('.card.focused .card-name').textContent()).toBe('racer 2');
    await page.keyboard.press('Space');
    await demo.stepsTo(5);
    await page.keyboard.press('ArrowUp');
    await demo.stepsTo((await demo.finished()) + 20);
    await page.keyboard.press('Space');
    await demo.statusTo(/^Paused/);
    await demo.page.waitForTimeout(150);
    expect((await demo.rows()).some(({ acts = [] }) => acts.length > 0)).toBe(true);
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await page.keyboard.press('f');
    expect(await page.locator('#finder').isVisible()).toBe(true);
    await page.keyboard.press('ArrowRight');
    expect(await page.locator('#map').isVisible()).toBe(true);
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await page.keyboard.press('?');
    expect(await page.getByRole('dialog').textContent()).toMatch(/Space[\s\S]*run, or pause/);
    // They can be turned off.
    await page.getByLabel('These keys work all over the page').uncheck();
    await page.keyboard.press('Escape');
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await page.keyboard.press('r');
    await demo.page.waitForTimeout(100);
    expect(await demo.finished()).toBeGreaterThan(0);
  });

  it('says aloud what happens, every two seconds at most', async () => {
    await demo.first();
    await demo.page.evaluate(() => {
      const said: number[] = [];
      (globalThis as unknown as { said: number[] }).said = said;
      new MutationObserver(() => said.push(performance.now())).observe(
        document.querySelector('#status') as HTMLElement,
        { childList: true },
      );
    });
    await demo.page.keyboard.press('Space');
    await demo.page.waitForTimeout(3000);
    const said = await demo.page.evaluate(() => (globalThis as unknown as { said: number[] }).said);
    expect(said.length).toBeGreaterThan(0);
    const waits = said.slice(1).map((at, index) => at - (said[index] as number));
    // The start is said at once, and so may be what came just before it.
    expect(waits.slice(1).every((wait) => wait > 1900)).toBe(true);
    expect(await demo.text('status')).toMatch(/^Running\./);
  });
});
