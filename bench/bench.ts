import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { orUsage } from '../src/cli/or-usage.ts';
import { storeKind } from '../test/stores.ts';
import type { Measured, Sizes } from './figure.ts';
import { figures } from './figures.ts';

const usage = `npm run bench                  measures what docs/performance.md tells: each figure beside the bare libraries
  --only <figure>              one of ${Object.keys(figures).join(', ')}; may be given again
  --rounds 3, --seconds 2      how often, how long
  --scale 1                    of 10,000 releases of history, 1,000 people, 1,000,000 events and 10,000 commits
  --smoke                      everything as small as it can be: whether it runs, not how fast
  --json                       for machines`;

function asked() {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true, default: [] },
      rounds: { type: 'string', default: '3' },
      seconds: { type: 'string', default: '2' },
      scale: { type: 'string', default: '1' },
      smoke: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const unknown = values.only.filter((name) => figures[name] === undefined);
  if (unknown.length > 0) throw new Error(`There is no figure ${unknown.join(', ')}.`);
  for (const name of ['rounds', 'seconds', 'scale'] as const)
    if (!(Number(values[name]) > 0)) throw new Error(`--${name} takes a number above 0, not “${values[name]}”.`);
  return values;
}

const values = orUsage(usage, asked);

function sizesOf(): Sizes {
  const pace = { rounds: Number(values.rounds), seconds: Number(values.seconds) };
  if (values.smoke)
    return { ...pace, rounds: 1, seconds: 0.2, rate: 50, history: 20, people: 20, events: 500, commits: 150, times: 1 };
  const scaled = (size: number): number => Math.round(size * Number(values.scale));
  const large = { history: scaled(10_000), people: scaled(1_000), events: scaled(1_000_000), commits: scaled(10_000) };
  return { ...pace, ...large, rate: 300, times: 5 };
}

function number(value: number | null): string {
  return value === null ? '' : String(value);
}

function line({ what, unit, ours, plain, ratio, target, reached }: Measured): string {
  const verdict = reached === null ? '' : reached ? 'reached' : 'NOT REACHED';
  return [
    ...[what.padEnd(76), number(ours).padStart(9), number(plain).padStart(9), unit.padEnd(8)],
    ...[number(ratio).padStart(7), (target ?? '').padEnd(12), verdict],
  ].join('  ');
}

const sizes = sizesOf();
const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}`;
const measured: Measured[] = [];
if (!values.json) {
  console.log(
    `Medians of ${sizes.rounds} interleaved rounds of ${sizes.seconds} s; store: ${storeKind}; ${machine}; ${new Date().toISOString()}`,
  );
  console.log('Only ratios mean something on another machine.\n');
  console.log(
    line({ what: '', unit: 'unit', ours: 0, plain: 0, ratio: 0, target: 'target', reached: null }).replace(
      / 0 /g,
      '   ',
    ),
  );
}
for (const [name, figure] of Object.entries(figures)) {
  if (values.only.length > 0 && !values.only.includes(name)) continue;
  const lines = await figure(sizes);
  measured.push(...lines);
  if (!values.json) for (const one of lines) console.log(line(one));
}
if (values.json)
  console.log(JSON.stringify({ store: storeKind, machine, at: new Date().toISOString(), ...sizes, measured }));
