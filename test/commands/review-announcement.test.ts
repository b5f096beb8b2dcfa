import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { parse } from 'yaml';
import { playbookSchema } from '../../src/release/playbook.ts';
import { stepState } from '../../src/release/release.ts';
import { home, type SlipwayInSlack, slipwayInSlack } from './slipway-in-slack.ts';

const playbook = playbookSchema.parse(
  parse(`
playbook: told
title: Told
roles: { manager: { title: Manager, from: starter }, voice: { title: Communications } }
stages:
  - stage: Tell
    steps:
      - { announce: changelog, title: Stakeholders, reviewed-by: [voice], say: '<!here> Out is <version>', as: told }
`),
);
const button = 'Review and post';
const field = 'The text that is posted';
const draft = '<!here> Out is \u200B*1.5.0\u200B* with &lt;!channel&gt;\n• all of it';

let on: SlipwayInSlack;
let number = 0;
let id = '';
beforeAll(async () => {
  on = await slipwayInSlack();
});
afterAll(() => on[Symbol.asyncDispose]());
beforeEach(async () => {
  number += 1;
  const roles = { manager: ['U0MARIA'], voice: ['U0SARA', 'U0OMAR'] };
  id = await on.begin(`billing${number}`, [], { playbook, answers: {}, roles });
  await on.happens(id, { type: 'StepRead', step: 'told', outcome: 'wait', sentence: 'Written.', facts: { draft } });
  await on.settle(id);
});
afterEach(async () => {
  expect(on.troubles).toEqual([]);
  expect(await on.slack.refusals()).toEqual([]);
});

async function reviewed() {
  const release = await on.execute.load(id);
  return release === undefined ? undefined : stepState(release, 'told').reviewed;
}
async function opens(name: string) {
  const person = on.slack.person(name);
  await person.clicks(button, await on.card(id));
  await person.until('the form is open', () => person.modal());
  return person;
}

it('shows where it goes and how it reads, and posts it as it was shown', async () => {
  const sara = await opens('sara');
  const shown = await sara.sees('modal', 'goes to #changelog. It reads:');
  expect(shown.replaceAll('\u200B', '')).toContain('Out is *1.5.0* with');
  expect(await sara.submits()).toEqual({ kind: 'closed' });
  expect(await reviewed()).toEqual({ by: 'U0SARA', at: expect.any(Date), text: undefined });
  await on.settle(id);
  await sara.sees(home, '📣 Reviewed by @sara, and to be posted: *Stakeholders*');
});

it('takes a text of their own, and refuses one that would not fit', async () => {
  const sara = await opens('sara');
  await sara.fills({ [field]: '&'.repeat(2000) });
  expect((await sara.submits()).errors).toEqual({
    [field]: 'As Slack counts it this text has 10000 characters, and 3000 at most fit. Shorten it.',
  });
  expect(await reviewed()).toBeUndefined();
  await sara.fills({ [field]: '<!here> It is out, @channel' });
  expect(await sara.submits()).toEqual({ kind: 'closed' });
  expect((await reviewed())?.text).toBe('<!here> It is out, @channel');
});

it('is for its role', async () => {
  const maria = on.slack.person('maria');
  await maria.clicks(button, await on.card(id));
  await maria.sees(home, 'Only the role Communications may do this. Ask @sara or @omar.');
  expect(await maria.modal()).toBeUndefined();
});

it('that somebody else posted meanwhile is not posted twice, and what was typed stays in the form', async () => {
  const [sara, omar] = [await opens('sara'), await opens('omar')];
  await sara.fills({ [field]: 'From Sara' });
  expect(await omar.submits()).toEqual({ kind: 'closed' });
  const { kind, errors } = await sara.submits();
  expect(kind).toBe('errors');
  expect(Object.values(errors ?? {})).toEqual([expect.stringContaining('Somebody has reviewed it already')]);
  expect((await sara.modal())?.text).toContain('From Sara');
  expect((await reviewed())?.by).toBe('U0OMAR');
});

it('is judged when it is sent: a paused release posts nothing', async () => {
  const sara = await opens('sara');
  await sara.fills({ [field]: 'Now' });
  await on.execute(id, { type: 'Pause', by: 'U0MARIA', reason: 'wait' });
  expect((await sara.submits()).errors).toEqual({ [field]: 'The release is paused. Resume it first.' });
  expect(await reviewed()).toBeUndefined();
});
