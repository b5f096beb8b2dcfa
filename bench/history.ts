import { type Measured, measured, type Sizes } from './figure.ts';
import { command, fresh, hangUp, post, type Receiving } from './load.ts';
import { compared, perSecond } from './rounds.ts';
import { channelOf, type Sandbox, sandbox, seeded, settled, slipway, start, town } from './town.ts';

const teams = 20;
const side = 20;
const few = 100;

/** A Slipway with a release running in each team's channel, and so many that were cancelled before. */
async function withHistory(outside: Sandbox, closed: number) {
  const at = await town(outside, teams);
  await seeded(at.place, async (execute, pool) => {
    const one = async (n: number): Promise<void> => {
      const id = `team-${n % teams}-1.${n}.0-past`;
      await execute(id, start(`team-${n % teams}-${n}`, n % teams));
      await execute(id, { type: 'Cancel', by: 'U0MARIA', reason: 'It is history.' });
    };
    for (let done = 0; done < closed; done += 100)
      await Promise.all(Array.from({ length: Math.min(100, closed - done) }, (_, n) => one(done + n)));
    // What was told of them was told long ago: nothing is owed of history.
    await pool.query("update release set shown = visible, due_at = null where status = 'cancelled'");
    for (let team = 0; team < teams; team += 1) await execute(`team-${team}-2.0.0-now`, start(`team-${team}`, team));
  });
  return { ...(await slipway(at, { ROLE: 'all' })), at };
}

/** `/release status` and `/release list` with a long history, over the same with a short one. */
export async function historyBench({ rounds, seconds, history }: Sizes): Promise<readonly Measured[]> {
  const outside = await sandbox(teams);
  const long = await withHistory(outside, history);
  const short = await withHistory(outside, Math.min(few, history));
  try {
    await settled(outside);
    const lines: Measured[] = [];
    for (const word of ['status', 'list']) {
      const msEach = (to: Receiving) => async () => {
        const each = await perSecond(side, seconds, async () => {
          const said = await post(to, command(channelOf(fresh() % teams), word));
          if (!said.includes('stage 1')) throw new Error(`/release ${word} was answered with: ${said}`);
        });
        return 1000 / each;
      };
      const numbers = await compared(rounds, msEach(long), msEach(short));
      const what = `/release ${word} with ${history} releases of history, over ${few}`;
      lines.push(measured(what, 'ms each', numbers, { of: 'ratio', most: 1.2 }));
    }
    return lines;
  } finally {
    hangUp();
    await Promise.all([long.process.end(), short.process.end()]);
    await outside.process.end();
    await Promise.all([long.at.dispose(), short.at.dispose()]);
  }
}
