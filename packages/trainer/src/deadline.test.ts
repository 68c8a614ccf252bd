import { describe, expect, it, vi } from 'vitest';
import { Deadline } from './deadline.ts';

describe('Deadline', () => {
  it('is missed once its time is over, counted from when it was last set', () => {
    vi.useFakeTimers();
    try {
      const missed = vi.fn();
      const deadline = new Deadline(10, missed);
      deadline.start();
      vi.advanceTimersByTime(9);
      deadline.restart();
      vi.advanceTimersByTime(9);
      expect(missed).not.toHaveBeenCalled();
      vi.advanceTimersByTime(1);
      expect(missed).toHaveBeenCalledOnce();
    } finally {
      vi.useRealTimers();
    }
  });

  it('runs on when it is started again', () => {
    vi.useFakeTimers();
    try {
      const missed = vi.fn();
      const deadline = new Deadline(10, missed);
      deadline.start();
      vi.advanceTimersByTime(9);
      deadline.start();
      vi.advanceTimersByTime(1);
      expect(missed).toHaveBeenCalledOnce();
    } finally {
      vi.useRealTimers();
    }
  });

  it('is never missed when it was lifted, or has no end', () => {
    vi.useFakeTimers();
    try {
      const missed = vi.fn();
      for (const time of [10, 2 ** 31, Number.POSITIVE_INFINITY]) {
        const deadline = new Deadline(time, missed);
        deadline.start();
        if (time === 10) deadline.lift();
      }
      vi.advanceTimersByTime(1e9);
      expect([missed.mock.calls.length, vi.getTimerCount()]).toEqual([0, 0]);
    } finally {
      vi.useRealTimers();
    }
  });
});
