import { expect, test } from 'vitest';
import { startRig } from './start-rig.ts';

test('the same stories over HTTP: a command, a modal, its filling in, its submission', async () => {
  await using on = await startRig({ transport: 'http' });
  const maria = on.slack.person('maria');
  expect((await maria.types('#dev-backend-github', '/release start')).ok).toBe(true);
  await maria.until('the filled form', async () => (await maria.modal())?.text.includes('v1.5.0'));
  await maria.fills({
    'Which features?': ['tax-rounding'],
    'Rollout plan': 'Omar deploys',
    'What to watch after the deployment': 'Captures',
    Operations: ['ben'],
  });
  expect((await maria.submits()).errors).toEqual({
    Operations: 'Ben Walker may not be Operations. Those who may: Omar Okafor and Kenji Sato.',
  });
  await maria.fills({ Operations: ['omar'] });
  expect(await maria.submits()).toEqual({ kind: 'closed' });
  expect(await on.releases.listOpen()).toHaveLength(1);
  expect(on.troubles).toEqual([]);
  expect(await on.slack.refusals()).toEqual([]);
}, 60_000);
