import { describe, expect, it } from 'vitest';
import { browserless, raceOf, usePage } from './use-page.ts';

const steady = { type: 'constant', rate: 0.1 };

describe.skipIf(browserless)('the workbench', { timeout: 60_000 }, () => {
  const demo = usePage();
  const { button } = demo;

  it('finds a rate, with its band, and lets the selected racer peak there', async () => {
    await demo.open(raceOf([steady, steady]));
    await demo.tab('Rate finder');
    await button('Find a rate').click();
    await demo.page.getByText(/A good peak rate lies between/).waitFor();
    const use = demo.page.locator('#find-use');
    const suggested = Number(/[\d.]+/.exec((await use.textContent()) as string)?.[0]);
    expect(suggested).toBeGreaterThan(0.001);
    await use.click();
    const rows = await demo.whole();
    expect(rows.find(({ lane }) => lane === 0)?.rate).toBeCloseTo(suggested, 2);
    expect(rows.find(({ lane }) => lane === 1)?.rate).toBe(0.1);
  });

  it('turns a parameter: curve, thumbnail and code follow at once, and the race runs on it', async () => {
    await demo.open(raceOf([{ type: 'cosineAnnealing', from: 0.5, to: 0, over: 200 }]));
    const chart = () =>
      demo.page.evaluate(() =>
        (document.querySelector('#rate-chart canvas') as HTMLCanvasElement).toDataURL(),
      );
    const before = await chart();
    const field = demo.page.locator('#composer').getByLabel('First rate', { exact: true });
    await field.fill('0.25');
    await field.press('Enter');
    await demo.page.waitForFunction(
      (old) => (document.querySelector('#rate-chart canvas') as HTMLCanvasElement).toDataURL() !== old,
      before,
    );
    expect(await demo.page.locator('#composer pre').first().textContent()).toMatch(
      /cosineAnnealing\(\{ from: 0\.25,/,
    );
    const rows = await demo.whole();
    expect(rows[0]?.rate).toBe(0.25);
  });

  it('takes a schedule from the map', async () => {
    await demo.open(raceOf([steady]));
    await demo.tab('Map of schedules');
    await demo.page.getByRole('button', { name: /cosineWarmRestarts/ }).click();
    const rows = await demo.whole();
    expect(rows[0]?.rate).toBeCloseTo(0.1, 10);
    expect(rows[49]?.rate).toBeLessThan(0.01);
    expect(rows[50]?.rate).toBeCloseTo(0.1, 10);
  });

  it('opens each lesson, paused at its start', async () => {
    await demo.first();
    const lessons = demo.page.locator('#presets button');
    const count = await lessons.count();
    expect(count).toBeGreaterThanOrEqual(6);
    const told = new Set<string>();
    for (let at = 0; at < count; at++) {
      await lessons.nth(at).click();
      await demo.statusTo(/^Ready/);
      told.add(await demo.text('lesson'));
    }
    expect(told.size).toBe(count);
  });

  it('takes other data and another model', async () => {
    await demo.open(raceOf([steady], { steps: 50 }));
    await demo.tab('Data and model');
    for (const kind of ['Circles', 'Spirals', 'XOR', 'Penguins']) {
      await demo.page.getByLabel(kind).check();
      await demo.page.locator('#facts', { hasText: /\d+ examples to learn from/ }).waitFor();
    }
    expect(await demo.text('axes')).toMatch(/Beak|beak|Flipper|flipper|Body|body/);
    await demo.page.getByLabel('Hidden layers').fill('4, 4');
    await demo.page.keyboard.press('Enter');
    await demo.page.getByLabel('Optimizer').selectOption('adam');
    expect(await demo.whole()).toHaveLength(50);
  });

  it('learns from a file of the visitor, chosen or dropped, and says what is wrong with one that it cannot read', async () => {
    await demo.open(raceOf([steady], { steps: 50 }));
    await demo.tab('Data and model');
    await demo.page.getByLabel('Your own CSV').check();
    const lines = Array.from({ length: 80 }, (_, i) => {
      const [x, y] = [Math.sin(i * 7), Math.cos(i * 3)];
      return `${x},${y},"${x > y ? 'left, upper' : 'right'}"`;
    });
    const csv = `x,y,side\n${lines.join('\n')}\n,,right\n`;
    await demo.page
      .locator('#csv-file')
      .setInputFiles({ name: 'sides.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
    await demo.page.getByText(/sides\.csv: 80 rows, 2 features, 2 classes/).waitFor();
    expect(await demo.text('csv-says')).toMatch(/1 .*left out/);
    expect(await demo.whole()).toHaveLength(50);
    const drop = (name: string, text: string) =>
      demo.page.evaluate(
        ([name, text]) => {
          const data = new DataTransfer();
          data.items.add(new File([text as string], name as string, { type: 'text/csv' }));
          document.body.dispatchEvent(
            new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }),
          );
        },
        [name, text],
      );
    await drop('dropped.csv', csv);
    await demo.page.getByText(/dropped\.csv: 80 rows/).waitFor();
    await drop('bad.csv', 'nothing');
    await demo.page.waitForFunction(() => {
      const said = document.querySelector('#csv-says')?.textContent ?? '';
      return !/dropped|Reading/.test(said) && said.length > 10;
    });
    await demo.page.reload();
    await demo.page.getByText(/dropped\.csv: 80 rows/).waitFor();
  });
});
