import { describe, expect, it } from 'vitest';
import { says } from './says.ts';

describe('says', () => {
  it.each(['f("linear")', "f('linear')", 'f(`linear`)', 'f("linear: over must be")'])(
    'hears it in %s',
    (code) => expect(says(code, 'linear')).toBe(true),
  );

  it.each(['export{f as linear}', 'f("bilinear")', 'f("linearly")', 'f("it is linear")', 'linear("x")'])(
    'hears nothing in %s',
    (code) => expect(says(code, 'linear')).toBe(false),
  );
});
