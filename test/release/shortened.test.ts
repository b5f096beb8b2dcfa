import fc from 'fast-check';
import { expect, it } from 'vitest';
import { shortened } from '../../src/release/shortened.ts';

it('is no longer than asked for, and never ends inside a character', () => {
  expect(shortened('So it is', 8)).toBe('So it is');
  expect(shortened('So it is not', 8)).toBe('So it i…');
  expect(shortened('🧯🧯🧯', 4)).toBe('🧯…');
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 2, max: 20 }), (text, most) => {
      const short = shortened(text, most);
      return short.length <= most && short.isWellFormed();
    }),
  );
});
