import { githubClient } from '../sandbox/github/client.ts';
import { type Measured, measured, type Sizes } from './figure.ts';
import { command, hangUp, post } from './load.ts';
import { until } from './processes.ts';
import { median } from './rounds.ts';
import { channelOf, sandbox, seeded, slipway, start, town } from './town.ts';

const team = 0;

/** One worker killed within a check, and its successor: seconds from the successor's start to the check's record. */
async function killed(outside: Awaited<ReturnType<typeof sandbox>>): Promise<{ ready: number; recorded: number }> {
  const at = await town(outside, 1, 'restart');
  const github = githubClient(outside.github.controlUrl);
  await seeded(at.place, async (execute) => {
    await execute('team-0-1.5.0-restart', start('team-0', team, 'restart'));
  });
  try {
    await github.forgetCalls();
    await github.fault({ kind: 'hang', path: /compare|branches/, times: 100 });
    const victim = await slipway(at);
    const asked = async () => ((await struck(github)) > 0 ? true : undefined);
    await until('question to GitHub', asked, victim.process);
    await victim.process.end('SIGKILL');
    await github.clearFaults();
    hangUp();
    const begun = performance.now();
    const next = await slipway(at);
    const ready = (performance.now() - begun) / 1000;
    const shown = async () => {
      const said = await post(next, command(channelOf(team), 'status'));
      return said.includes('stage 2 of 2') ? true : undefined;
    };
    await until('next step', shown, next.process, 10);
    const recorded = (performance.now() - begun) / 1000;
    await next.process.end();
    return { ready, recorded };
  } finally {
    await at.dispose();
  }
}

/** Requests that hang: the sandbox lists a request when it is answered, so the fault's count is asked for. */
async function struck(github: ReturnType<typeof githubClient>): Promise<number> {
  return (await github.calls({ path: /compare|branches/ })).length;
}

/** `kill -9` while a worker holds a job and its lease; until its successor has recorded the step. */
export async function restartBench({ times }: Sizes): Promise<readonly Measured[]> {
  const outside = await sandbox(1);
  try {
    const runs: { ready: number; recorded: number }[] = [];
    for (let time = 0; time < times; time += 1) runs.push(await killed(outside));
    const recorded = median(runs.map((one) => one.recorded));
    return [
      measured(
        'kill -9 to the next step, from the start of the next process',
        's',
        { ours: recorded },
        { of: 'ours', most: 3 },
      ),
      measured('of it until the process is ready', 's', { ours: median(runs.map((one) => one.ready)) }),
    ];
  } finally {
    hangUp();
    await outside.process.end();
  }
}
