import { expect, test } from 'vitest';
import { cardPace } from '../../src/jobs/card-pace.ts';

function pacedAt() {
  const clock = { now: 10_000 };
  return { clock, pace: cardPace(() => clock.now) };
}

test('changes that come together are one update, 0.3 s after the first', () => {
  const { clock, pace } = pacedAt();
  expect(pace.delayFor('a')).toBe(300);
  clock.now += 249;
  expect(pace.delayFor('a')).toBeUndefined();
  expect(pace.delayFor('b')).toBe(300);
});

test('a change that the waiting job may miss asks for another, a second after it', () => {
  const { clock, pace } = pacedAt();
  pace.delayFor('a');
  clock.now += 260;
  expect(pace.delayFor('a')).toBe(1040);
  clock.now += 5000;
  expect(pace.delayFor('a')).toBe(300);
});

test('a job that was not queued is asked for by the next change', () => {
  const { pace } = pacedAt();
  pace.delayFor('a');
  pace.lost('a');
  expect(pace.delayFor('a')).toBe(300);
});
