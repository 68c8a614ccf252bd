import { describe, expect, it } from 'vitest';
import { Gate } from './gate.ts';

describe('Gate', () => {
  it('is shut until a rate is set for the step, or for a later one', async () => {
    const gate = new Gate<number>();
    expect(gate.isOpen(0)).toBe(false);
    const passed = gate.pass(2);
    gate.open(0.1, 1);
    let through = false;
    void passed.then(() => {
      through = true;
    });
    await Promise.resolve();
    expect(through).toBe(false);
    gate.open(0.2, 5);
    expect(await passed).toBe(true);
    expect([gate.isOpen(5), gate.isOpen(6), gate.rate]).toEqual([true, false, 0.2]);
  });

  it('stays open for what it was open for when the rate is set again', () => {
    const gate = new Gate<number>();
    gate.open(0.1, 5);
    gate.open(0.05, 3);
    expect([gate.isOpen(5), gate.rate]).toEqual([true, 0.05]);
  });

  it('sends home who waits when it shuts, and forgets the run', async () => {
    const gate = new Gate<number>();
    gate.open(0.1, 0);
    const waiting = gate.pass(1);
    gate.shut();
    expect([await waiting, gate.isOpen(0)]).toEqual([false, false]);
  });
});
