// npm run faults -- --runs N --seed S: plays whole releases in bad weather. Run n has the seed S + n: one that failed is
// played again by `--runs 1 --seed` and its seed.
import { randomInt } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { orUsage } from '../../src/cli/or-usage.ts';
import { startLane } from './rig/lane.ts';
import type { PlayedSeed } from './rig/played-seed.ts';

const stores = ['embedded', 'postgres', 'redis'] as const;
const usage = `npm run faults             plays whole releases in bad weather on stores of its own; some half a minute each
  --runs 10, --seed <any>  how many, from which seed on
  --store redis            or postgres, embedded
  --lanes 3                plays at a time
  --minutes 40             begins none after so many minutes, and says which are left; as long as it takes unless said
  --report <file>          what went wrong, as JSON
  --json <file>            in the form that vitest reports in, for whoever counts`;

function asked() {
  const { values } = parseArgs({
    options: {
      runs: { type: 'string', default: '10' },
      seed: { type: 'string', default: String(randomInt(1_000_000)) },
      lanes: { type: 'string', default: '3' },
      minutes: { type: 'string' },
      store: { type: 'string', default: 'redis' },
      report: { type: 'string' },
      json: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const whole = (name: string, value: string): number => {
    const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
    if (Number.isSafeInteger(number)) return number;
    throw new Error(`--${name} takes a whole number, not “${value}”.`);
  };
  const store = stores.find((one) => one === values.store);
  if (store === undefined) throw new Error(`--store takes one of ${stores.join(', ')}, not “${values.store}”.`);
  return {
    ...values,
    store,
    runs: whole('runs', values.runs),
    first: whole('seed', values.seed),
    lanes: whole('lanes', values.lanes),
    minutes: values.minutes === undefined ? Number.POSITIVE_INFINITY : whole('minutes', values.minutes),
  };
}

const { store, runs, first, lanes, minutes, report, json } = orUsage(usage, asked);
const over = performance.now() + minutes * 60_000;

const played: PlayedSeed[] = [];
const suffered = new Map<string, number>();

function tell(one: PlayedSeed): void {
  played.push(one);
  for (const [what, times] of Object.entries(one.suffered)) suffered.set(what, (suffered.get(what) ?? 0) + times);
  const how = one.wrong.length === 0 ? 'ok' : 'FAILED';
  console.log(`${played.length}/${runs} seed ${one.seed} ${how}, ${one.kills} kills, ${one.seconds.toFixed(1)} s`);
  for (const sentence of one.wrong) console.log(`    ${sentence.replaceAll('\n', '\n    ')}`);
  if (one.wrong.length > 0) console.log(`  again: npm run faults -- --store ${store} --runs 1 --seed ${one.seed}`);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130)); // the lanes end with us, and their stores with them

let next = 0;
async function lane(kind: (typeof stores)[number]): Promise<void> {
  const { plays, ends } = startLane(kind);
  while (next < runs && performance.now() < over) {
    const seed = first + next;
    next += 1;
    tell(await plays(seed));
  }
  ends();
}

const releases = (count: number): string => `${count} release${count === 1 ? '' : 's'}`;
console.log(`${releases(runs)} on ${store}, from seed ${first}.`);
await Promise.all(Array.from({ length: Math.max(1, lanes) }, () => lane(store)));
const failed = played.filter(({ wrong }) => wrong.length > 0);
for (const [what, times] of [...suffered].sort()) console.log(`  ${String(times).padStart(6)}  ${what}`);
const kills = played.reduce((sum, one) => sum + one.kills, 0);
console.log(`${releases(played.length)}, ${kills} kills, ${releases(failed.length)} with something lost or doubled.`);
if (next < runs)
  console.log(
    `NOT PLAYED: ${releases(runs - next)}, as the time of --minutes ${minutes} was over. The rest: npm run faults -- --store ${store} --runs ${runs - next} --seed ${first + next}`,
  );
if (report !== undefined) writeFileSync(report, JSON.stringify(failed, undefined, 2));
if (json !== undefined)
  writeFileSync(
    json,
    JSON.stringify({
      success: failed.length === 0,
      numPassedTests: played.length - failed.length,
      numFailedTests: failed.length,
    }),
  );
process.exitCode = failed.length === 0 && played.length === next ? 0 : 1;
