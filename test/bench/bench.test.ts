import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { figures } from '../../bench/figures.ts';
import { atRate, comparedBy, median, percentile } from '../../bench/rounds.ts';

const finite = z.number();
const printed = z.object({
  store: z.string(),
  rounds: z.literal(1),
  measured: z
    .array(
      z.object({
        what: z.string(),
        unit: z.string(),
        ours: finite.nonnegative(),
        plain: finite.positive().nullable(),
        ratio: finite.positive().nullable(),
        target: z.string().nullable(),
        reached: z.boolean().nullable(),
      }),
    )
    .min(1),
});

async function bench(...args: readonly string[]): Promise<string> {
  const program = join(import.meta.dirname, '../../bench/bench.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...args]);
  return stdout;
}

// Whether parts run and print; how fast they are decides no test. The others take minutes on a slow machine:
// `npm run bench -- --smoke` runs all.
const quick = [
  'acks',
  'sign-offs',
  'chase',
  'append',
  'effects',
  'verify',
  'cold-start',
] satisfies readonly (keyof typeof figures)[];

describe('a small bench', () => {
  test.each(quick)('measures %s', async (name) => {
    const { measured } = printed.parse(JSON.parse(await bench('--smoke', '--json', '--only', name)));
    for (const { ratio, plain, target, reached } of measured) {
      expect(ratio === null).toBe(plain === null);
      expect(reached === null).toBe(target === null);
    }
  });

  test('says which parts there are', async () => {
    await expect(bench('--only', 'speed')).rejects.toThrow(/There is no figure speed/);
  });
});

test('the middle, and the number that so many in a hundred do not exceed', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
  expect(percentile([1, 2, 3, 4, 5], 100)).toBe(5);
  expect(percentile([0, 100], 99)).toBe(99);
});

test('a ratio is the median of the rounds’ ratios, not the quotient of medians', () => {
  const rounds = [
    { ours: 1, plain: 2 },
    { ours: 30, plain: 10 },
    { ours: 4, plain: 4 },
  ];
  expect(comparedBy(rounds, (one) => one)).toEqual({ ours: 4, plain: 4, ratio: 1 });
});

test('a load at a rate begins the next one whether or not those before have ended', async () => {
  const gate = Promise.withResolvers<void>();
  let begun = 0;
  const took = await atRate(200, 0.05, async () => {
    begun += 1;
    if (begun === 10) gate.resolve();
    await gate.promise;
  });
  expect(took).toHaveLength(10);
  expect(Math.min(...took)).toBeGreaterThanOrEqual(0);
});
