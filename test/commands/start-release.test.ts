import { afterAll, beforeAll, expect, test } from 'vitest';
import { type StartRig, startRig } from './start-rig.ts';

const backend = '#dev-backend-github';
let on: StartRig;
beforeAll(async () => {
  on = await startRig();
}, 60_000);
afterAll(() => on[Symbol.asyncDispose]());

test('look', async () => {
  const maria = on.slack.person('maria');
  console.log(await maria.types(backend, '/release start'));
  await maria.sees('modal', 'v1.5.0');
  console.log((await maria.modal())?.text);
  console.log(await maria.submits());
  console.log(on.troubles, await on.slack.refusals());
  for (const m of await maria.channel(backend)) console.log('-----', m.rendered);
}, 60_000);
