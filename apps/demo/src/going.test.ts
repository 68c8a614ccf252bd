import { describe, expect, it } from 'vitest';
import { Going } from './going.ts';

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
