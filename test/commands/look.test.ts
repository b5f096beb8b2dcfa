import { afterAll, beforeAll, test } from 'vitest';
import { completed } from '../release/given.ts';
import { after } from '../views/billing.ts';
import { type SlipwayInSlack, slipwayInSlack } from './slipway-in-slack.ts';

let on: SlipwayInSlack;
beforeAll(async () => {
  on = await slipwayInSlack();
});
afterAll(() => on[Symbol.asyncDispose]());

test('look', async () => {
  const id = await on.begin('billing', after('ready').slice(0, 3));
  const maria = on.slack.person('maria');
  const lena = on.slack.person('lena');
  await maria.clicks('Open checklist', { in: '#dev-backend-github' });
  console.log((await maria.until('modal', () => maria.modal())).text);
  await maria.fills({ 'Release discipline holds (scope, timing, people on hand)': ['Done'] });
  console.log(await maria.submits());
  await on.settle(id);
  await maria.types('#dev-backend-github', '/release checklist');
  console.log((await maria.until('modal', () => maria.modal())).text);
  await maria.fills({
    'Ready to roll back, and the rollout plan says how': ['Done'],
    'Documentation links are right': ['Done'],
  });
  console.log(await maria.submits());
  await on.happens(id, ...after('pullRequest').slice(4), {
    type: 'StepRead',
    step: 'ci-green',
    outcome: 'wait',
    sentence: '3 of 5 checks are green',
    link: 'https://github.com/acme/billing/pull/12/checks',
  });
  await on.settle(id);
  await lena.clicks('Review and sign', { in: '#dev-backend-github' });
  console.log((await lena.until('modal', () => lena.modal())).text);
  console.log(await lena.submits());
  await lena.fills({ 'Your decision': 'Approve' });
  console.log(await lena.submits());
  await lena.fills({
    'To approve, confirm': ['I reviewed the aggregated commits', 'The rollout plan and what to watch are sufficient'],
  });
  console.log(await lena.submits());
  await on.settle(id);
  await maria.clicks('Details', { in: '#dev-backend-github' });
  console.log((await maria.until('modal', () => maria.modal())).text);
  await maria.closes();
  await maria.clicks('Done outside…', { in: '#dev-backend-github' });
  console.log((await maria.until('modal', () => maria.modal())).text);
  await maria.closes();
  await maria.types('#dev-backend-github', '/release cancel because I say so');
  console.log((await maria.until('modal', () => maria.modal())).text);
  await maria.closes();
  await maria.clicks('Pause…', { in: '#dev-backend-github' });
  console.log((await maria.until('modal', () => maria.modal())).text);
  await maria.fills({ reason: 'lunch' });
  console.log(await maria.submits());
  await on.settle(id);
  console.log((await lena.types('#dev-backend-github', '/release pause again')).replies);
  await lena.clicks('Resume', { in: '#dev-backend-github' });
  await on.slack.idle();
  for (const m of await lena.channel('#dev-backend-github'))
    console.log('-----', m.ephemeral ? 'only you' : m.thread_ts === undefined ? 'channel' : 'thread', '\n', m.rendered);
  console.log(on.troubles, await on.slack.refusals());
  void completed;
}, 60_000);
