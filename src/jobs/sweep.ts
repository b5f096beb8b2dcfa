import type { Execute } from '../execute.ts';
import { owedBy } from '../release/owed.ts';
import { addEffect, cardKey } from './effect-job.ts';
import type { Log } from './log.ts';

interface SweptRow {
  readonly id: string;
  readonly visible: number;
  readonly shown: number;
}

interface SweepPorts {
  readonly execute: Pick<Execute, 'load'>;
  readonly queue: Parameters<typeof addEffect>[0];
  /** Releases that run, whose card is behind, or whose time has come. */
  readonly owedNow: (now: Date) => Promise<readonly SweptRow[]>;
  readonly log: Log;
  readonly sweepMs: number;
  readonly pollMs: number;
  now(): Date;
}

async function enqueueOwed(ports: SweepPorts, row: SweptRow, now: Date): Promise<void> {
  const slot = (ms: number): number => Math.floor(now.getTime() / ms);
  if (row.visible > row.shown) await addEffect(ports.queue, row.id, { key: cardKey }, `s${slot(ports.sweepMs)}`);
  const release = await ports.execute.load(row.id);
  if (release === undefined) return;
  for (const owed of owedBy(release, now)) {
    const wake = owed.polls ? `p${slot(ports.pollMs)}` : `s${slot(ports.sweepMs)}`;
    await addEffect(ports.queue, release.id, owed, wake);
  }
}

/**
 * Enqueues whatever is still owed, from the log: the repair of a lost queue, a lost webhook and a crash between append and enqueue.
 * What was tried and waits for GitHub is looked at once a poll, everything else once a sweep; each slot is one job.
 * A release that cannot be read holds back no other.
 */
export async function sweep(ports: SweepPorts): Promise<void> {
  const now = ports.now();
  for (const row of await ports.owedNow(now)) {
    try {
      await enqueueOwed(ports, row, now);
    } catch (error) {
      ports.log.error({ err: error, release: row.id }, 'not swept; the others are');
    }
  }
}
