import { expect, test } from 'vitest';
import { startRig } from './start-rig.ts';

const backend = '#dev-backend-github';
const sentence =
  "Slipway's store does not answer, so nothing can be recorded at this moment. Try again in a minute; what was recorded before is safe.";

test('a store that is down is said truthfully, and nothing typed is lost', async () => {
  await using on = await startRig();
  const maria = on.slack.person('maria');
  await maria.types(backend, '/release start');
  await maria.until('the filled form', async () => (await maria.modal())?.text.includes('v1.5.0'));
  await maria.fills({
    'Which features?': ['tax-rounding'],
    'Rollout plan': 'Omar deploys',
    'What to watch after the deployment': 'Captures',
  });
  await on.losesStore();
  const { errors } = await maria.submits();
  expect(Object.values(errors ?? {})).toEqual([sentence]);
  expect((await maria.modal())?.text).toContain('Omar deploys');
  await maria.types(backend, '/release status');
  expect(await maria.sees(backend, "Slipway's store")).toContain(sentence);
  expect(on.troubles).toHaveLength(2);
}, 60_000);
