import { describe, expect, it } from 'vitest';
import { nearest } from '../../src/release/nearest.ts';

describe('the nearest known word', () => {
  it.each([
    ['sing-off', ['check', 'sign-off'], 'sign-off'],
    ['form', ['for', 'from'], 'from'],
    ['STATUS', ['start', 'status'], 'status'],
    ['stat', ['start', 'list'], 'start'],
    ['ci-gren', ['ci-green', 'branch-contains'], 'ci-green'],
    ['deploy', ['announce', 'check'], undefined],
    ['x', ['of', 'to'], undefined],
    ['anything', [], undefined],
  ])('of %s among %j is %s', (word, known, meant) => expect(nearest(word, known)).toBe(meant));
});
