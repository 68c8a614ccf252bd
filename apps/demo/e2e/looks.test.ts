import { describe, expect, it } from 'vitest';
import { browserless, usePage } from './use-page.ts';

describe.skipIf(browserless)('the page, for whoever looks at it,', () => {
  const demo = usePage();
  const { button } = demo;

  it.each([360, 768, 1280])(
    'has nothing that sticks out at %d pixels, and nothing moves while it runs',
    async (width) => {
      await demo.page.setViewportSize({ width, height: 800 });
      const places = () =>
        demo.page.evaluate(() => ({
          width: document.documentElement.scrollWidth,
          tops: ['.figures', '#loss-chart', '#rate-chart', '#rate-data', '.about'].map(
            (part) => (document.querySelector(part) as HTMLElement).getBoundingClientRect().top + scrollY,
          ),
        }));
      await demo.page.getByText('The losses in words and numbers').click();
      await demo.page.getByText('The rates in words and numbers').click();
      await demo.pick('warmup-plateau');
      // So impatient that it acts often, and soon.
      await demo.field('Patience').fill('0');
      await demo.field('Threshold').fill('0.1');
      await demo.field('Cooldown').fill('0');
      const before = await places();
      expect(before.width).toBe(width);
      await button('Run').click();
      await demo.statusTo(/^Step/);
      expect(await places()).toEqual(before);
      await demo.fullSpeed();
      await demo.stepsTo(250);
      expect(await demo.text('act')).toMatch(/^The schedule says: reduced/);
      expect(await places()).toEqual(before);
      // Nor does a refusal make it any wider.
      await demo.field('Threshold').fill('-123456789012345678901234567890');
      expect(await demo.text('refused-threshold')).toMatch(/^reduceOnPlateau: threshold/);
      expect((await places()).width).toBe(width);
    },
  );

  it('can be read in the light and in the dark', async () => {
    const look = () =>
      demo.page.evaluate(() => {
        const numbers = (color: string) => (color.match(/[\d.]+/g) ?? []).map(Number);
        const light = (color: string) => {
          const [r = 0, g = 0, b = 0] = numbers(color)
            .slice(0, 3)
            .map((part) => part / 255)
            .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
          return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const behind = (element: Element | null): string => {
          if (element === null) return 'rgb(255, 255, 255)';
          const { backgroundColor } = getComputedStyle(element);
          return (numbers(backgroundColor)[3] ?? 1) > 0 ? backgroundColor : behind(element.parentElement);
        };
        const contrasts = [
          'h1',
          '.lead',
          '#go',
          '#step',
          'legend',
          '.choice',
          '.choice:has(:checked)',
          '.parameter label',
          '.parameter [type=number]',
          '.refused',
          '#explanation',
          'pre',
          '.comment',
          'dt',
          '.hot',
          '#status-now',
          '.key',
          '.unit',
          '#act',
          'summary',
          'th',
          'thead th',
          '.in-words',
          'footer p',
        ].map((selector) => {
          const element = document.querySelector(selector) as HTMLElement;
          const [one, other] = [light(getComputedStyle(element).color), light(behind(element))];
          const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
          return { selector, contrast };
        });
        const chart = (document.querySelector('#rate-chart canvas') as HTMLCanvasElement).toDataURL();
        return { contrasts, paper: behind(document.body), chart };
      });
    for (const summary of await demo.page.locator('summary').all()) await summary.click();
    await demo.page.waitForSelector('#rate-data tbody tr');
    const light = await look();
    await demo.page.emulateMedia({ colorScheme: 'dark' });
    await demo.page.waitForFunction(
      (before) => (document.querySelector('#rate-chart canvas') as HTMLCanvasElement).toDataURL() !== before,
      light.chart,
    );
    const dark = await look();
    expect(dark.paper).not.toBe(light.paper);
    for (const { contrasts } of [light, dark])
      expect(contrasts.filter(({ contrast }) => !(contrast >= 4.5))).toEqual([]);
  });

  it('moves four times a second at most for those who asked for less motion', async () => {
    /** How often the page is painted in a second and a half of a run. */
    const paintings = () =>
      demo.page.evaluate(async () => {
        let paintings = 0;
        const watch = new MutationObserver(() => paintings++);
        watch.observe(document.querySelector('#figure-step') as HTMLElement, { childList: true });
        await new Promise((resolve) => setTimeout(resolve, 1500));
        watch.disconnect();
        return paintings;
      });
    await button('Run').click();
    await demo.stepsTo(1);
    const usual = await paintings();
    await demo.page.emulateMedia({ reducedMotion: 'reduce' });
    const calm = await paintings();
    // One may have been under way.
    expect(calm).toBeLessThanOrEqual(7);
    expect(calm).toBeGreaterThanOrEqual(3);
    expect(usual).toBeGreaterThan(2 * calm);
    const moving = await demo.page.evaluate(() =>
      [...document.querySelectorAll('*')]
        .filter((element) => {
          const { transitionDuration, animationName, scrollBehavior } = getComputedStyle(element);
          return /[1-9]/.test(transitionDuration) || animationName !== 'none' || scrollBehavior !== 'auto';
        })
        .map((element) => element.outerHTML),
    );
    expect(moving).toEqual([]);
    // What is clicked is answered at once all the same.
    await button('Pause').click();
    expect(await button('Resume').count()).toBe(1);
  });

  it('can be used by keyboard alone', async () => {
    const { page } = demo;
    const focused = () =>
      page.evaluate(() => {
        const element = document.activeElement as HTMLInputElement;
        return (
          element.ariaLabel || element.labels?.[0]?.textContent?.trim() || element.textContent?.trim() || ''
        );
      });
    await page.reload();
    await demo.statusTo(/^Ready/);
    const way: string[] = [];
    for (let press = 0; press < 40 && way.at(-1) !== 'Rates by step'; press++) {
      await page.keyboard.press('Tab');
      const place = await focused();
      way.push(place);
      const ring = await page.evaluate(() => {
        const element = document.activeElement as HTMLElement;
        const shown = element.closest('.choice') ?? element;
        return getComputedStyle(shown).outlineStyle;
      });
      expect([place, ring]).toEqual([place, 'solid']);
      if (place.endsWith('in words and numbers')) await page.keyboard.press('Enter');
    }
    const lengths = ['Warm-up', 'Peak rate', 'Final rate', 'Length'];
    expect(way.map((place) => place.replace(/^Speed.*/s, 'Speed'))).toEqual([
      'Run',
      'Step',
      'Reset',
      'Seed',
      'Speed',
      'Warm-up, then cosine',
      ...lengths.flatMap((label) => [`${label}, slider`, label]),
      'Loss by step',
      'The losses in words and numbers',
      'Losses by step',
      'Learning rate by step',
      'The rates in words and numbers',
      'Rates by step',
    ]);

    await button('Step').focus();
    await page.keyboard.press('Space');
    await demo.statusTo(/^Paused after step 1 /);
    await button('Resume').focus();
    await page.keyboard.press('Enter');
    await demo.statusTo(/^Step/);
    await page.keyboard.press('Space');
    await demo.statusTo(/^Paused/);
    // Still the same button, so that one can go on.
    expect(await focused()).toBe('Resume');
    await page.getByRole('radio').first().focus();
    await page.keyboard.press('ArrowDown');
    await demo.statusTo(/^Ready/);
    expect(await demo.text('code')).toMatch(/^\/\/ steps = 1,080\ncosineAnnealing/);
  });

  it('tells the numbers under the one cursor of both charts', async () => {
    for (let step = 1; step <= 2; step++) {
      await button('Step').click();
      await demo.stepsTo(step);
    }
    const chart = demo.page.getByRole('slider', { name: 'Learning rate by step' });
    await chart.focus();
    await demo.page.keyboard.press('Home');
    await demo.page.keyboard.press('ArrowRight');
    expect(await chart.getAttribute('aria-valuenow')).toBe('1');
    // 0.5 / 108, and then one 108th of the way up.
    expect(await chart.getAttribute('aria-valuetext')).toMatch(/^step 1: rate 0\.00922, loss \d\.\d+/);
    expect(await demo.text('key-step')).toBe('1');

    const loss = demo.page.locator('#loss-chart .u-over');
    await loss.hover({ position: { x: 300, y: 50 } });
    const lines = await demo.page
      .locator('.u-cursor-x')
      .evaluateAll((all) => all.map((line) => Math.round(line.getBoundingClientRect().left)));
    expect(lines).toHaveLength(2);
    expect(lines[0]).toBe(lines[1]);
    expect(Number(await demo.text('key-step'))).toBeGreaterThan(100);
  });
});
