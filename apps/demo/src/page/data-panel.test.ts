import { describe, expect, it } from 'vitest';
import { whole, widths, within } from './data-panel.ts';

describe('what is typed', () => {
  it('is brought within its limits', () => {
    expect(within('0.7', [0, 0.5], 0.1)).toBe(0.5);
    expect(within('', [0, 0.5], 0.1)).toBe(0.1);
    expect(within('x', [0, 0.5], 0.1)).toBe(0.1);
    expect(whole('12.4', [4, 128], 16)).toBe(12);
    expect(whole('-3', [4, 128], 16)).toBe(4);
  });

  it('makes up to three layers', () => {
    expect(widths('16, 8')).toEqual([16, 8]);
    expect(widths('')).toEqual([]);
    expect(widths('99 1 2 3')).toEqual([32, 1, 2]);
  });
});
