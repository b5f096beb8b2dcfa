import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { playbookSchema } from '../../src/release/playbook.ts';
import { stepState } from '../../src/release/release.ts';
import { completed, sha } from '../release/given.ts';
import { home, type SlipwayInSlack, slipwayInSlack } from './slipway-in-slack.ts';

/** Three roles sign at the same time, and two answer a checklist. */
const playbook = playbookSchema.parse(
  parse(`
playbook: apart
title: Apart
roles:
  manager: { title: Manager, from: starter }
  qa-lead: { title: QA lead }
  operations: { title: Operations }
stages:
  - stage: Candidate
    steps:
      - { action: pin-commit, ref: main, as: candidate, title: The candidate }
      - together:
          - { sign-off: qa-lead, of: candidate, as: quality, title: Quality }
          - { sign-off: operations, of: candidate, as: running, title: Running it }
          - { sign-off: operations, of: candidate, as: capacity, title: Capacity }
          - { checklist: qa-lead, as: tests, title: Tests, items: [{ say: Run }] }
          - { checklist: operations, as: alarms, title: Alarms, items: [{ say: Set }] }
      - { action: create-tag, at: <candidate.sha>, as: tagged, title: The tag }
`),
);
const facts = { head: sha('a'), sha: sha('a'), url: 'https://github.com/c', authors: 'ana-d' };

let on: SlipwayInSlack;
beforeAll(async () => {
  on = await slipwayInSlack();
});
afterAll(() => on[Symbol.asyncDispose]());
afterEach(async () => {
  expect(on.troubles).toEqual([]);
  expect(await on.slack.refusals()).toEqual([]);
});
const begun = (component: string) =>
  on.begin(component, [completed('candidate', facts)], {
    playbook,
    answers: {},
    roles: { manager: ['U0MARIA'], 'qa-lead': ['U0LENA'], operations: ['U0OMAR'] },
  });
async function approves(name: string, id: string) {
  const who = on.slack.person(name);
  await who.fills({ 'Your decision': 'Approve' });
  expect(await who.submits()).toEqual({ kind: 'closed' });
  return await on.settle(id);
}

describe('the card, which is the same for all', () => {
  it('leads whoever presses it to the sign-off that is theirs, and names the others', async () => {
    const id = await begun('apart1');
    const omar = on.slack.person('omar');
    await omar.clicks('Review and sign', await on.card(id));
    await omar.sees('modal', '*Running it* of *apart1 1.5.0*');
    await omar.sees('modal', 'Besides, *Capacity* waits for you');
    const release = await approves('omar', id);
    expect(stepState(release, 'running').status).toBe('done');
    await omar.clicks('Review and sign', await on.card(id));
    await omar.sees('modal', '*Capacity* of *apart1 1.5.0*');
    expect((await omar.modal())?.text).not.toContain('Besides');
  });

  it('shows a button for each kind of thing to do, and each opens the presser’s own', async () => {
    const id = await begun('apart2');
    const omar = on.slack.person('omar');
    const { message: ts } = await on.card(id);
    const card = (await omar.channel(home)).find((m) => m.ts === ts);
    expect(card?.rendered).toContain('[Review and sign] [Open checklist] [⋯');
    await omar.clicks('Open checklist', await on.card(id));
    await omar.sees('modal', '*Alarms* of apart2 1.5.0');
  });

  it('refuses only who may do none of it, and says of each who may', async () => {
    const id = await begun('apart3');
    const kenji = on.slack.person('kenji');
    await kenji.clicks('Review and sign', await on.card(id));
    const told = await kenji.sees(home, 'None of what is waited for here is yours:');
    expect(told).toContain('• *Quality*: Only the role QA lead may sign this. Ask @lena.');
    expect(told).toContain('• *Capacity*: Only the role Operations may sign this. Ask @omar.');
    await kenji.clicks('Open checklist', await on.card(id));
    await kenji.sees(home, '• *Alarms*: Only the role Operations may do this. Ask @omar.');
    expect(await kenji.modal()).toBeUndefined();
  });

  it('opens by the typed word what the person can think again on, where nothing else is theirs', async () => {
    const id = await begun('apart4');
    const lena = on.slack.person('lena');
    await lena.clicks('Review and sign', await on.card(id));
    await lena.sees('modal', '*Quality* of');
    await approves('lena', id);
    await lena.types(home, '/release sign-off apart4');
    await lena.sees('modal', '*Quality* of *apart4 1.5.0*');
    await lena.sees('modal', 'Take back my signature');
    await lena.fills({ 'Your decision': 'Take back my signature', Comment: 'Seen a crash' });
    expect(await lena.submits()).toEqual({ kind: 'closed' });
    expect(stepState(await on.settle(id), 'quality').status).toBe('active');
  });
});
