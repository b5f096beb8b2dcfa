import { commentBlock, decisionBlock, signOffIds } from '../src/views/sign-off-modal.ts';
import { type Measured, measured, type Sizes } from './figure.ts';
import { fresh, hangUp, post, type Receiving } from './load.ts';
import { comparedBy, interleaved, median } from './rounds.ts';
import { bareBolt, leadIds, sandbox, seeded, settled, slipway, start, town } from './town.ts';

const commit = 'a'.repeat(40);
const leads = leadIds(40);

function idOf(round: number): string {
  return `team-${round}-1.5.0-bench`;
}

/** A person approves the sign-off of a round's release; whether they were told to try again. */
async function signs(to: Receiving, round: number, person: string): Promise<boolean> {
  const number = fresh();
  const option = { text: { type: 'plain_text', text: 'Approve' }, value: 'approve' };
  const values = {
    [decisionBlock(commit)]: { [signOffIds.decision]: { type: 'radio_buttons', selected_option: option } },
    [commentBlock]: { [signOffIds.comment]: { type: 'plain_text_input', value: null } },
  };
  const shown = { release: idOf(round), step: 'signed', subject: commit };
  const payload = {
    type: 'view_submission',
    user: { id: person, team_id: 'T0SLIPWAY' },
    team: { id: 'T0SLIPWAY' },
    trigger_id: `${number}.bench`,
    view: {
      ...{ id: `V${number}`, hash: `${number}.bench`, type: 'modal', callback_id: signOffIds.view, blocks: [] },
      ...{ private_metadata: JSON.stringify(shown), state: { values } },
    },
  };
  const said = await post(to, { payload: JSON.stringify(payload) });
  if (said !== '' && !/Try again|takes longer than Slack waits/.test(said))
    throw new Error(`A signature was not taken: ${said}`);
  return said !== '';
}

/** Forty people sign one release at the same moment. */
async function allSign(to: Receiving, round: number) {
  const began = performance.now();
  const again = await Promise.all(leads.map((person) => signs(to, round, person)));
  const seconds = (performance.now() - began) / 1000;
  return { perSecond: leads.length / seconds, seconds, again: again.filter(Boolean).length };
}

/** Signatures of forty people on one release, all at once, over a Bolt app that only acknowledges as many. */
export async function signOffsBench({ rounds }: Sizes): Promise<readonly Measured[]> {
  const releases = rounds + 1; // the first one warms up
  const outside = await sandbox(releases, '', leads.length);
  const at = await town(outside, releases); // the releases have a playbook of their own
  await seeded(at.place, async (execute) => {
    for (let n = 0; n < releases; n += 1) {
      const roles = { 'release-manager': ['U0MARIA'], north: leads.slice(0, 20), south: leads.slice(20) };
      await execute(idOf(n), { ...start(`team-${n}`, n, 'sign-offs'), roles });
      const pinned = { step: 'pin', attempt: 1, sentence: 'dev is pinned.', facts: { head: commit } };
      await execute(idOf(n), { type: 'RecordCompletion', how: 'made', ...pinned });
    }
  });
  const [plain, ours] = [await bareBolt(outside.slack.signingSecret), await slipway(at)];
  try {
    await settled(outside);
    let round = 0;
    const next = () => {
      round += 1;
      return allSign(ours, round - 1);
    };
    const both = await interleaved(rounds, next, () => allSign(plain, 0));
    const told = both.reduce((sum, one) => sum + one.ours.again, 0);
    return [
      measured(
        `signatures of ${leads.length} people at once on one release, over a bare Bolt that only acks`,
        '/s',
        comparedBy(both, (one) => one.perSecond),
      ),
      measured(
        'until the last of them is stored and acknowledged',
        's',
        { ours: median(both.map((one) => one.ours.seconds)) },
        { of: 'ours', most: 3 },
      ),
      measured('of them told to try again', 'of all', { ours: told }, { of: 'ours', most: 0 }),
    ];
  } finally {
    hangUp();
    await Promise.all([plain.process.end(), ours.process.end()]);
    await outside.process.end();
    await at.dispose();
  }
}
