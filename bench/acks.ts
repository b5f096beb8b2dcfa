import { checklistIds, evidenceBlock, tickBlock } from '../src/views/checklist-modal.ts';
import { type Measured, measured, type Sizes } from './figure.ts';
import { command, fresh, hangUp, post, type Receiving } from './load.ts';
import { atRate, compared, comparedBy, interleaved, percentile, perSecond } from './rounds.ts';
import { bareBolt, channelOf, sandbox, seeded, settled, slipway, start, town } from './town.ts';

/** People at once, in the closed loop. */
const side = 20;
/** Teams with a release each, that what is typed and submitted spreads over. */
const teams = 20;

type Send = (to: Receiving) => Promise<void>;

function answered(said: string, wanted: boolean): void {
  if (wanted && !said.includes('Expectations')) throw new Error(`/release status was answered with: ${said}`);
}

function idOf(team: number): string {
  return `team-${team}-1.5.0-bench`;
}

/** `/release status`, of each team in turn. */
function status(isOurs: boolean): Send {
  return async (to) => answered(await post(to, command(channelOf(fresh() % teams), 'status')), isOurs);
}

/** Submissions that were not stored within the time that Slack waits; each counts with its time. */
let late = 0;

/** A checklist saved with new evidence, of each team's release in turn. */
const submission: Send = async (to) => {
  const number = fresh();
  const shown = { release: idOf(number % teams), step: 'checklist-release-manager', page: 0, drawn: 1, ticked: {} };
  const values = {
    [tickBlock('1', 1)]: {
      [checklistIds.tick]: { type: 'checkboxes', selected_options: [{ text: { type: 'plain_text', text: 'Done' } }] },
    },
    [evidenceBlock('1', 1)]: { [checklistIds.evidence]: { type: 'plain_text_input', value: `Read in run ${number}` } },
  };
  const payload = {
    type: 'view_submission',
    user: { id: 'U0MARIA', team_id: 'T0SLIPWAY' },
    team: { id: 'T0SLIPWAY' },
    trigger_id: `${number}.bench`,
    view: {
      ...{ id: `V${number}`, hash: `${number}.bench`, type: 'modal', callback_id: checklistIds.view, blocks: [] },
      ...{ private_metadata: JSON.stringify(shown), state: { values } },
    },
  };
  const said = await post(to, { payload: JSON.stringify(payload) });
  if (said.includes('takes longer than Slack waits')) late += 1;
  else if (said !== '' && !said.includes('"Saved. Meanwhile:')) throw new Error(`A checklist was not saved: ${said}`);
};

interface Sides {
  readonly ours: Receiving;
  readonly plain: Receiving;
}

/** Acknowledged in a closed loop, then in an open one at a fixed rate. */
async function figure(
  what: string,
  { ours, plain }: Sides,
  { rounds, seconds, rate }: Sizes,
  send: (isOurs: boolean) => Send,
): Promise<readonly Measured[]> {
  const closed = (to: Receiving) => () => perSecond(side, seconds, () => send(to === ours)(to));
  const open = (to: Receiving) => () => atRate(rate, seconds, () => send(to === ours)(to));
  const throughput = await compared(rounds, closed(ours), closed(plain));
  const latencies = await interleaved(rounds, open(ours), open(plain));
  const at = (percent: number) => comparedBy(latencies, (one) => percentile(one, percent));
  return [
    measured(`${what}, over a bare Bolt that only acks`, '/s', throughput, { of: 'ratio', least: 0.6 }),
    measured(`${what}, p50 at ${rate}/s`, 'ms', at(50)),
    measured(`${what}, p99 at ${rate}/s`, 'ms', at(99), { of: 'ratio', most: 1.5 }),
  ];
}

/** Commands and submissions acknowledged by a whole Slipway, over a Bolt app that only acknowledges. */
export async function acksBench(sizes: Sizes): Promise<readonly Measured[]> {
  const outside = await sandbox(teams);
  const at = await town(outside, teams);
  await seeded(at.place, async (execute) => {
    for (let team = 0; team < teams; team += 1) await execute(idOf(team), start(`team-${team}`, team));
  });
  const [plain, ours] = [await bareBolt(outside.slack.signingSecret), await slipway(at)];
  try {
    await settled(outside);
    const sides = { ours, plain };
    return [
      ...(await figure('/release status acknowledged and answered', sides, sizes, status)),
      ...(await figure('checklist submissions stored', sides, sizes, () => submission)),
      measured('of them not stored in the time that Slack waits', 'of all', { ours: late }),
    ];
  } finally {
    hangUp();
    await Promise.all([plain.process.end(), ours.process.end()]);
    await outside.process.end();
    await at.dispose();
  }
}
