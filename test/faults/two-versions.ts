import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Fleet, startFleet } from './rig/fleet.ts';
import { ledger } from './rig/ledger.ts';
import { playRelease } from './rig/player.ts';

const usage = `npm run faults:two-versions -- <folder of another checkout> [--releases N] [--store redis|postgres]

Plays whole releases on a PostgreSQL and a Redis of their own, with one web and one worker process of this checkout and
one each of the other, which has its node_modules. The processes are killed in turn. Ends with 0 when every release
completed, and nothing was lost or made twice.
`;
const killEveryMs = 2500;
const oldName = /-1$/; // web-1 and worker-1 are the other checkout's

/** One process after the other is killed, while the others have to do with what it left. */
function killing(fleet: Fleet): { stop(): void; readonly kills: () => number } {
  let turn = 0;
  const timer = setInterval(() => {
    const up = fleet.processes.filter(({ port }) => port !== undefined);
    if (up.length < fleet.processes.length) return; // the last one is not back yet
    up[turn++ % up.length]?.kill().catch((error: unknown) => process.stderr.write(`${String(error)}\n`));
  }, killEveryMs);
  return { stop: () => clearInterval(timer), kills: () => fleet.processes.reduce((sum, { kills }) => sum + kills, 0) };
}

/** What the processes of a version complained of, each sentence once, with how often. */
function complaints(fleet: Fleet, isOld: boolean): readonly string[] {
  const said = new Map<string, number>();
  for (const one of fleet.processes)
    if (oldName.test(one.name) === isOld)
      for (const line of one.lines) {
        const text = /"level":"?(?:50|60|error|fatal)"?.*?"msg":"([^"]*)"/.exec(line)?.[1];
        if (text !== undefined) said.set(text, (said.get(text) ?? 0) + 1);
      }
  return [...said].map(([text, times]) => `${times} × ${text}`);
}

async function playSeveral(fleet: Fleet, releases: number): Promise<readonly string[]> {
  const problems: string[] = [];
  let after: string | undefined;
  for (let n = 0; n < releases; n += 1) {
    const version = `1.${5 + n}.0`;
    if (n > 0) await fleet.billing.pushes('ana-d', 'dev', { [`src/more-${n}.ts`]: `${n}\n` }, `Round once more ${n}`);
    const begun = performance.now();
    const { card } = await playRelease(fleet, { features: ['tax-rounding'], yesTo: ['public'], after });
    after = card.ts;
    const found = await ledger(fleet, { version });
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    process.stdout.write(
      `${card.what}: ${card.state} in ${seconds} s; ${found.join('; ') || 'nothing lost or doubled'}\n`,
    );
    problems.push(...(card.state === 'released' ? [] : [`${version} is ${card.state}`]), ...found);
  }
  return problems;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { releases: { type: 'string', default: '3' }, store: { type: 'string', default: 'redis' } },
  });
  const [other] = positionals;
  const { store } = values;
  if (other === undefined || (store !== 'redis' && store !== 'postgres')) {
    process.stderr.write(usage);
    process.exitCode = 2;
    return;
  }
  const older = resolve(other);
  const fleet = await startFleet({
    store,
    ownStores: true,
    folderOf: (name) => (oldName.test(name) ? older : undefined),
  });
  try {
    const killer = killing(fleet);
    const problems = await playSeveral(fleet, Number(values.releases)).finally(() => killer.stop());
    process.stdout.write(`${killer.kills()} processes killed\n`);
    for (const isOld of [true, false])
      for (const one of complaints(fleet, isOld)) process.stdout.write(`${isOld ? 'the other' : 'this'}: ${one}\n`);
    if (problems.length > 0) process.exitCode = 1;
  } finally {
    await fleet.dispose();
  }
}

await main();
