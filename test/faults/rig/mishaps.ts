import type { Fleet } from './fleet.ts';
import type { Fate } from './point.ts';
import { chancesOf } from './weather.ts';

const mostDownMs = 1500;
const firstCall = 10;
const lastCall = 140; // a release makes some 200 calls

interface Mishap {
  readonly name: string;
  /** At which outgoing call of all processes together. */
  readonly at: number;
  happens(): Promise<void>;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function mishapsOf(fleet: Fleet, chance: (name: string) => number): readonly Mishap[] {
  const { postgres, redis } = fleet.stores;
  const down = (name: string): number => chance(`${name} down`) * mostDownMs;
  const all: Readonly<Record<string, () => Promise<void>>> = {
    ...(postgres === undefined
      ? {}
      : {
          'PostgreSQL killed': async () => {
            await postgres.kill();
            await pause(down('PostgreSQL'));
            await postgres.start();
          },
        }),
    ...(redis === undefined
      ? {}
      : {
          'Redis killed': async () => {
            await redis.kill();
            await pause(down('Redis'));
            await redis.start();
          },
          'Redis emptied': () => redis.empty(),
        }),
    ...Object.fromEntries(
      fleet.processes.map((one) => [
        `${one.name} deployed anew`,
        async () => {
          await one.stop();
          await one.start().catch(() => undefined); // killed in the middle of its start, it comes back by itself
        },
      ]),
    ),
  };
  return Object.entries(all)
    .filter(([name]) => chance(`${name} happens`) < 0.3)
    .map(([name, happens]) => ({
      name,
      happens,
      at: Math.round(firstCall + chance(`${name} at`) * (lastCall - firstCall)),
    }));
}

/** What befalls whole processes and stores in a play, by its seed; one after the other. */
export interface Mishaps {
  /** The fate of points, which counts the calls on its way. */
  over(fate: Fate): Fate;
  readonly happened: readonly string[];
  /** Resolves when whatever began is over. Throws what went wrong in it. */
  ended(): Promise<void>;
}

/** Stores are killed and emptied, and processes stopped as a deployment does, at calls that follow from the seed. */
export function mishaps(fleet: Fleet, seed: number): Mishaps {
  const coming = [...mishapsOf(fleet, chancesOf(seed))].sort((a, b) => a.at - b.at);
  const happened: string[] = [];
  let calls = 0;
  let last = Promise.resolve();
  return {
    happened,
    over: (fate) => (point) => {
      if (point.to !== 'store') calls += 1;
      const [next] = coming;
      if (next !== undefined && calls >= next.at) {
        coming.shift();
        happened.push(next.name);
        last = last.then(() => next.happens());
        last.catch(() => undefined); // whoever waits for the end is told
      }
      return fate(point);
    },
    ended: () => last,
  };
}
