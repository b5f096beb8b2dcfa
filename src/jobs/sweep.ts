import type { Execute } from '../execute.ts';
import { owedBy } from '../release/owed.ts';
import { owedSince } from '../release/owed-since.ts';
import { addEffect, cardKey, type Effect, effectOf } from './effect-job.ts';
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
  /** True for one process and once. */
  firstTime(id: string): Promise<boolean>;
  now(): Date;
}

/** What a sweep found owed. */
export interface Swept {
  /** How many debts of each kind stand, the cards that are behind among them. */
  readonly owed: ReadonlyMap<Effect, number>;
  /** Since when the oldest of those that nobody has tried yet is owed. */
  readonly oldest: Date | undefined;
}

function tally() {
  const owed = new Map<Effect, number>();
  let oldest: Date | undefined;
  return {
    add(effect: Effect, since: Date | undefined): void {
      owed.set(effect, (owed.get(effect) ?? 0) + 1);
      if (since !== undefined && (oldest === undefined || since < oldest)) oldest = since;
    },
    sum: (): Swept => ({ owed, oldest }),
  };
}

interface Found {
  readonly now: Date;
  /** Whether it is the sweep of its time that has GitHub asked again. */
  readonly polls: boolean;
  readonly add: ReturnType<typeof tally>['add'];
}

const slotOf = (now: Date, ms: number): number => Math.floor(now.getTime() / ms);

async function enqueueOwed(ports: SweepPorts, row: SweptRow, { now, polls, add }: Found): Promise<void> {
  const wake = `s${slotOf(now, ports.sweepMs)}`;
  if (row.visible > row.shown) {
    add('card', undefined);
    await addEffect(ports.queue, row.id, { key: cardKey }, wake);
  }
  const release = await ports.execute.load(row.id);
  if (release === undefined) return;
  const all = owedBy(release, now);
  for (const owed of all) add(effectOf(owed.key), owedSince(release, owed));
  for (const owed of all) if (polls || !owed.polls) await addEffect(ports.queue, release.id, owed, wake);
}

/**
 * Enqueues whatever is still owed, from the log: the repair of a lost queue, a lost webhook and a crash between append and enqueue.
 * What was tried and waits for GitHub is looked at by one sweep a poll, whichever process sweeps first in its time; everything else by each sweep.
 * A release that cannot be read holds back no other.
 */
export async function sweep(ports: SweepPorts): Promise<Swept> {
  const now = ports.now();
  const { add, sum } = tally();
  const rows = await ports.owedNow(now);
  const polls = await ports.firstTime(`poll:${ports.pollMs}:${slotOf(now, ports.pollMs)}`);
  for (const row of rows) {
    try {
      await enqueueOwed(ports, row, { now, polls, add });
    } catch (error) {
      ports.log.error({ err: error, release: row.id }, 'not swept; the others are');
    }
  }
  return sum();
}
