import { expect, it } from 'vitest';
import { outages } from '../../src/jobs/outages.ts';

const start = Date.parse('2026-11-20T09:00:00Z');
const after = (seconds: number): Date => new Date(start + seconds * 1000);

it('an outage is told once it lasts a minute, and one that is over begins anew', () => {
  const met = outages();
  expect([0, 30, 60].map((seconds) => met.lasts('ci', after(seconds)))).toEqual([false, false, true]);
  expect(met.lasts('tag', after(61))).toBe(false); // of its own
  met.over('ci');
  expect(met.lasts('ci', after(90))).toBe(false);
});

it('one that was met hours ago says nothing of a request that is lost now: another process may have seen it end', () => {
  const met = outages();
  expect(met.lasts('ci', after(0))).toBe(false);
  expect(met.lasts('ci', after(3600))).toBe(true); // polls may be an hour apart
  expect(met.lasts('ci', after(6 * 3600))).toBe(false);
});
