import fc from 'fast-check';
import { expect, it } from 'vitest';
import { piecesOf } from '../../src/views/checklist-pages.ts';
import { inert } from '../../src/views/escape.ts';
import { textOf } from './extreme.ts';

it('a text in pieces is the whole text, and each piece fits into a section as Slack counts it', () => {
  fc.assert(
    fc.property(textOf(3000), (text) => {
      const pieces = piecesOf(text);
      expect(pieces.join('')).toBe(text);
      for (const piece of pieces) {
        expect(inert(piece, 100_000).length).toBeLessThanOrEqual(3000);
        expect(inert(piece, 3000)).toBe(inert(piece, 100_000)); // nothing is cut away
      }
    }),
  );
});

it('breaks between words where it can', () => {
  const text = 'word '.repeat(600);
  const [first = '', second = ''] = piecesOf(text);
  expect(first.endsWith(' ')).toBe(true);
  expect(second.startsWith('word')).toBe(true);
});

it('a surrogate pair is not torn', () => {
  const pieces = piecesOf('🚢'.repeat(1500));
  for (const piece of pieces) expect(piece.length % 2).toBe(0);
});
