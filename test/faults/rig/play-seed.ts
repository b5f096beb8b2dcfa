import { startFleet } from './fleet.ts';
import { ledger } from './ledger.ts';
import { mishaps } from './mishaps.ts';
import type { PlayedSeed } from './played-seed.ts';
import { playRelease } from './player.ts';
import type { StoreKind } from './stores-for.ts';
import { chancesOf, weatherOf } from './weather.ts';

const version = '1.5.0';
const questions = ['announcement', 'routing', 'archived'];
const kept = 60;

/** Plays one whole release in a world of its own, in the weather of a seed, and says what was lost or doubled. */
export async function playSeed(store: StoreKind, seed: number): Promise<PlayedSeed> {
  const started = performance.now();
  const chance = chancesOf(seed);
  const several = (what: string): number => (chance(what) < 0.5 ? 1 : 2);
  const fleet = await startFleet({ store, ownStores: true, web: several('web'), workers: several('workers') });
  const weather = weatherOf(seed);
  const misfortune = mishaps(fleet, seed);
  fleet.fate(misfortune.over(weather.fate));
  const wrong: string[] = [];
  try {
    await playRelease(fleet, {
      features: chance('features') < 0.5 ? ['tax-rounding'] : ['tax-rounding', 'invoice-export'],
      yesTo: questions.filter((question) => chance(question) < 0.5),
      waits: () => fleet.later(121_000),
      repeats: (what) => chance(`${what} delivered again`) < 0.2,
      patienceMs: 180_000,
    });
    await misfortune.ended();
    fleet.fate();
    wrong.push(...(await ledger(fleet, { version })));
  } catch (error) {
    fleet.fate();
    wrong.push(error instanceof Error ? `${error.message} ${String(error.cause ?? '')}` : String(error));
  }
  const lastWords =
    wrong.length === 0 ? [] : fleet.processes.map(({ name, lines }) => [name, lines.slice(-kept)] as const);
  const kills = fleet.processes.reduce((sum, one) => sum + one.kills, 0);
  await fleet.dispose();
  return {
    seed,
    wrong,
    suffered: {
      ...Object.fromEntries(weather.blows),
      ...Object.fromEntries(misfortune.happened.map((one) => [one, 1])),
    },
    kills,
    seconds: (performance.now() - started) / 1000,
    lastWords: Object.fromEntries(lastWords),
  };
}
