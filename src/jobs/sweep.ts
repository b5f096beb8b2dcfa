import type { Execute } from '../execute.ts';
import { owedBy } from '../release/owed.ts';
import { addEffect, cardKey } from './effect-job.ts';

interface SweepPorts {
  readonly execute: Pick<Execute, 'load'>;
  readonly queue: Parameters<typeof addEffect>[0];
  /** Releases that run, whose card is behind, or whose time has come. */
  readonly owedNow: (
    now: Date,
  ) => Promise<readonly { readonly id: string; readonly visible: number; readonly shown: number }[]>;
  readonly sweepMs: number;
  readonly pollMs: number;
  now(): Date;
}

/**
 * Enqueues whatever is still owed, from the log: the repair of a lost queue, a lost webhook and a crash between append and enqueue.
 * What was tried and waits for GitHub is looked at once a poll, everything else once a sweep; each slot is one job.
 */
export async function sweep(ports: SweepPorts): Promise<void> {
  const now = ports.now();
  const slot = (ms: number): number => Math.floor(now.getTime() / ms);
  for (const row of await ports.owedNow(now)) {
    if (row.visible > row.shown) await addEffect(ports.queue, row.id, { key: cardKey }, `s${slot(ports.sweepMs)}`);
    const release = await ports.execute.load(row.id);
    if (release === undefined) continue;
    for (const owed of owedBy(release, now)) {
      const wake = owed.polls ? `p${slot(ports.pollMs)}` : `s${slot(ports.sweepMs)}`;
      await addEffect(ports.queue, release.id, owed, wake);
    }
  }
}
