import type { Executed } from './execute.ts';
import type { Command } from './release/commands.ts';
import { type Decided, decided } from './release/decide.ts';
import { type Refusal, refusal } from './release/refusal.ts';
import type { Release } from './release/release.ts';

/** A command that waits for its turn at a release. */
export interface Asked extends PromiseWithResolvers<Executed> {
  readonly command: Command;
  readonly cause: string | undefined;
  /** By `performance.now()`. */
  readonly giveUp: number;
  /** Goes on in what it was asked in: a trace leads from the click to its append. */
  readonly within: <T>(work: () => T) => T;
}

/** What a command comes to, unless another process is faster. */
export interface Verdict {
  readonly asked: Asked;
  /** What it was decided on. */
  readonly before: Release | undefined;
  readonly decided: Decided | Refusal;
}

const mostTogether = 50;
const allOf = 3; // conflicts

export function isOfJob({ command }: Asked): boolean {
  return command.type.startsWith('Record');
}

/**
 * Takes those whose turn it is out of the list; after some conflicts half as many each time, as a few are decided faster.
 * No two of one cause: once the first is recorded, the second is a repetition.
 */
export function takeNext(waiting: Asked[], conflicts: number): readonly Asked[] {
  const most = Math.max(1, Math.floor(Math.min(waiting.length, mostTogether) / 2 ** Math.max(0, conflicts - allOf)));
  const causes = new Set<string>();
  const [some, later]: [Asked[], Asked[]] = [[], []];
  for (const one of waiting) {
    const isRepeated = one.cause !== undefined && causes.has(one.cause);
    if (one.cause !== undefined) causes.add(one.cause);
    (some.length < most && !isRepeated ? some : later).push(one);
  }
  waiting.splice(0, waiting.length, ...later);
  return some;
}

/** Tells those who have waited as long as a click can, and takes them out of the list. */
export function giveUpLate(waiting: Asked[]): void {
  const late = waiting.filter(({ giveUp }) => giveUp < performance.now());
  for (const one of late) {
    waiting.splice(waiting.indexOf(one), 1);
    const sentence = 'Many people are working on this release at this moment. Try again.';
    one.resolve({ kind: 'refused', refusal: refusal('busy', sentence) });
  }
}

/** Decides each on what those before it make of the release. One that breaks an assumption is told so, and hinders no other. */
export function decideAll(
  some: readonly Asked[],
  release: Release | undefined,
  at: Date,
  id: string,
): readonly Verdict[] {
  let before = release;
  return some.flatMap((asked) => {
    try {
      const verdict = { asked, before, decided: decided(before, asked.command, at, id) };
      if ('events' in verdict.decided) before = verdict.decided.after;
      return [verdict];
    } catch (error) {
      asked.reject(error);
      return [];
    }
  });
}
