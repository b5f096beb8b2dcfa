import { createHash } from 'node:crypto';
import { type Blow, type Fate, nothing, type Point } from './point.ts';

/** Chances, from 0 to 1, that follow from a seed and a name alone: however the processes race, the same name has the same chance. */
export function chancesOf(seed: number): (name: string) => number {
  return (name) => createHash('sha256').update(`${seed} ${name}`).digest().readUInt32BE(0) / 2 ** 32;
}

type Odds = readonly (readonly [chance: number, blow: (drawn: number) => Blow])[];

const second = 1; // Retry-After: as short as it may be
const mostDelayMs = 1500;

const outside: Odds = [
  [0.012, () => ({ kind: 'die-before' })],
  [0.012, () => ({ kind: 'die-after' })],
  [0.02, () => ({ kind: 'reset-before' })],
  [0.03, () => ({ kind: 'reset-after' })],
  [0.02, () => ({ kind: 'answer', when: 'before', status: 503 })],
  [0.02, () => ({ kind: 'answer', when: 'after', status: 503 })],
  [0.02, () => ({ kind: 'answer', when: 'before', status: 429, retryAfter: second })],
  [0.04, (drawn) => ({ kind: 'delay', ms: Math.round(drawn * mostDelayMs) })],
];

const store: Odds = [
  [0.0015, () => ({ kind: 'die-before' })],
  [0.0015, () => ({ kind: 'die-after' })],
  [0.002, () => ({ kind: 'reset-before' })],
  [0.003, () => ({ kind: 'reset-after' })],
];

/** What a play has suffered, for whoever reads a report. */
export interface Weather {
  readonly fate: Fate;
  /** How often each kind of blow fell. */
  readonly blows: ReadonlyMap<string, number>;
}

/**
 * Bad weather of a seed: at the n-th time that a process comes to a point, what befalls it follows from the seed, the
 * process, the point and n. The order in which processes race does not matter, so that a seed can be played again.
 */
export function weatherOf(seed: number): Weather {
  const chance = chancesOf(seed);
  const severity = chance('severity') * 0.5; // from a calm day to a storm
  const times = new Map<string, number>();
  const blows = new Map<string, number>();

  function drawn({ process, to, what }: Point): Blow {
    const name = `${process} ${to} ${what.replaceAll(/[0-9a-f]{40}|\d+/g, 'n')}`;
    const time = (times.get(name) ?? 0) + 1;
    times.set(name, time);
    let left = chance(`${name} ${time}`);
    for (const [odds, blow] of to === 'store' ? store : outside) {
      left -= odds * severity;
      if (left < 0) return blow(chance(`${name} ${time} how long`));
    }
    return nothing;
  }

  return {
    blows,
    fate(point) {
      const blow = drawn(point);
      if (blow.kind === 'none') return blow;
      const what = `${point.to}: ${blow.kind}${blow.kind === 'answer' ? ` ${blow.status} ${blow.when}` : ''}`;
      blows.set(what, (blows.get(what) ?? 0) + 1);
      return blow;
    },
  };
}
