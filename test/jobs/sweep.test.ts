import { expect, it } from 'vitest';
import { sweep } from '../../src/jobs/sweep.ts';
import { releaseAfter, upTo } from '../release/given.ts';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const start = Date.parse('2026-11-20T09:00:00Z');

/** Two processes that sweep every five seconds, and poll every thirty: what they enqueue of a release that waits for its CI and its lead. */
function sweepers() {
  const release = releaseAfter(...upTo.pullRequest());
  const seen = new Set<string>();
  const added: string[] = [];
  let at = start;
  const ports = {
    execute: { load: async () => release },
    queue: {
      add: async ({ id }: { readonly id?: string | undefined }) => {
        added.push(id ?? '');
      },
    },
    owedNow: async () => [{ id: release.id, visible: 2, shown: 1 }],
    firstTime: async (id: string) => !seen.has(id) && seen.add(id) === seen,
    log: quiet,
    sweepMs: 5000,
    pollMs: 30_000,
    now: () => new Date(at),
  };
  return {
    async sweeps(seconds: number) {
      at = start + seconds * 1000;
      added.length = 0;
      await sweep(ports);
      await sweep(ports); // the other process
      return added.map((id) => id.slice(release.id.length + 1));
    },
  };
}

it('what waits for GitHub is looked at once a poll, by one process; the card that is behind with each sweep', async () => {
  const { sweeps } = sweepers();
  const watch = (ids: readonly string[]) => ids.filter((id) => id.startsWith('watch.pr'));
  expect(watch(await sweeps(0))).toHaveLength(1);
  for (const seconds of [5, 10, 15, 20, 25]) {
    const ids = await sweeps(seconds);
    expect(watch(ids)).toEqual([]);
    expect(ids.some((id) => id.startsWith('card'))).toBe(true);
  }
  expect(watch(await sweeps(31))).toHaveLength(1);
  expect(watch(await sweeps(36))).toEqual([]);
});
