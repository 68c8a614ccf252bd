import { afterEach, describe, expect, it, vi } from 'vitest';
import { newRun } from './run.ts';

afterEach(() => vi.unstubAllGlobals());

describe('newRun', () => {
  it('has a UUID for its name', () => {
    expect(newRun().id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  });

  it.each([
    ['crypto', undefined],
    ['randomUUID', {}],
  ])('has a name of its own where there is no %s', (_, crypto) => {
    vi.stubGlobal('crypto', crypto);
    const ids = new Set(Array.from({ length: 100 }, () => newRun().id));
    expect(ids.size).toBe(100);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{12}-[0-9a-f]{12}$/);
  });
});
