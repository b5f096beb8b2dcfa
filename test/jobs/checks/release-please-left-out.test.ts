import { expect, it } from 'vitest';
import { playbookSchema } from '../../../src/release/playbook.ts';
import { platformTrial } from '../release-please/platform-trial.ts';
import { withoutAssociations } from '../trial.ts';

const labels = { check: 'labels-accurate', 'one-of': ['type:*'], as: 'it' };

/** What is released from main, where Release Please works. */
const fromMain = (step: object) => ({
  version: '1.3.0',
  playbook: playbookSchema.parse({
    playbook: 'from-main',
    title: 'From main',
    'released-from': 'main',
    roles: { 'release-manager': { title: 'Release manager', from: 'starter' } },
    stages: [{ stage: 'All', steps: [step] }],
  }),
});

/** Platform after 1.2.0 was withdrawn: its release pull request is merged, its tag is gone, and one change came since. */
async function afterWithdrawn() {
  const on = await platformTrial();
  await on.runs();
  const { number } = await on.proposal();
  await on.platform.merges('tom-h', number, { method: 'squash' });
  for (const { number: other } of await on.platform.pulls('all'))
    if (other !== number) await on.platform.labels(other, ['type:feat']);
  return { ...on, number };
}

it('the merged release pull request of Release Please is no change that has to carry a label', async () => {
  const { release, platform, number } = await afterWithdrawn();
  expect((await platform.pulls('all')).map((one) => one.number)).toContain(number);
  const trial = await release(labels, fromMain(labels));
  expect(await trial.look('it')).toMatchObject({ status: 'done' });
});

it('its branch is read also where GitHub refuses its GraphQL', async () => {
  const on = await afterWithdrawn();
  const client = await withoutAssociations(on);
  const read = await client.changesForNotes('acme/platform', 'v1.1.0', 'main');
  expect(read.pullRequests.find(({ number }) => number === on.number)?.headBranch).toMatch(/^release-please--/);
});

it('a pull request that only carries its label is one like all others', async () => {
  const { release, platform, number } = await afterWithdrawn();
  const [other] = (await platform.pulls('all')).filter((one) => one.number !== number);
  if (other === undefined) throw new Error('no other pull request');
  await platform.labels(other.number, ['autorelease: tagged']);
  const trial = await release(labels, fromMain(labels));
  expect((await trial.look('it')).reading).toMatchObject({
    outcome: 'fail',
    sentence: expect.stringContaining(`#${other.number} has no label type:*`),
  });
});
