import { expect, it, vi } from 'vitest';
import { once } from './once.ts';

it('acts once, also when it is called while it acts', () => {
  const act = vi.fn(() => again());
  const again = once(act);
  again();
  again();
  expect(act).toHaveBeenCalledOnce();
});
