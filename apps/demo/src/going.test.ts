import { train } from '@anneal/trainer';
import * as tf from '@tensorflow/tfjs';
import { tap } from 'rxjs';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { penguins } from '../../../tools/penguins.ts';
import { Going } from './going.ts';
import type { Told } from './messages.ts';
import { classifier } from './model.ts';
import { choiceOf, presetsOf } from './schedules.ts';

describe('Going', () => {
  it('stands still until told to go, and stops when told to', () => {
    const going = new Going();
    const said: boolean[] = [];
    going.running.subscribe((on) => said.push(on));
    going.go();
    for (let step = 0; step < 100; step++) going.took();
    going.stop();
    expect(said).toEqual([false, true, false]);
  });

  it('lets so many steps through, and those that are asked for meanwhile', () => {
    const going = new Going();
    const said: boolean[] = [];
    going.running.subscribe((on) => said.push(on));
    going.go(1);
    going.go(1);
    going.took();
    expect(said).toEqual([false, true]);
    going.took();
    expect(said).toEqual([false, true, false]);
  });

  it('counts a step that was under way when it was stopped to nobody', () => {
    const going = new Going();
    going.go();
    going.stop();
    going.took();
    let on = false;
    going.running.subscribe((now) => {
      on = now;
    });
    going.go(1);
    expect(on).toBe(true);
    going.took();
    expect(on).toBe(false);
  });
});

describe('on the real classifier', () => {
  beforeAll(() => tf.setBackend('cpu'));

  it('lets exactly one step through at a time, across the end of an epoch, and changes none of them', async () => {
    const choice = choiceOf('warmup-plateau');
    const run = (rows: Told[], going: Going) => {
      const fresh = classifier(penguins(), 3);
      const schedule = choice.make(presetsOf(choice), 2 * fresh.stepsPerEpoch);
      const told = train(fresh.trainer(2), schedule, { running: going.running });
      return told
        .pipe(tap(({ loss }) => loss !== undefined && going.took()))
        .subscribe((row) => rows.push(row));
    };
    const whole: Told[] = [];
    const free = new Going();
    free.go();
    await new Promise<void>((done) => run(whole, free).add(done));

    const rows: Told[] = [];
    const going = new Going();
    const stepped = run(rows, going);
    const steps = () => rows.filter(({ loss }) => loss !== undefined).length;
    for (let step = 1; step <= 12; step++) {
      going.go(1);
      await vi.waitFor(() => expect(steps()).toBe(step));
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(steps()).toBe(step);
    }
    stepped.unsubscribe();
    expect(rows).toEqual(whole.slice(0, rows.length));
  });
});
