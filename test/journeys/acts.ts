import { expect } from 'vitest';
import type { PersonClient } from '../../sandbox/slack/person-client.ts';
import { backend, type World } from './world.ts';

/** What maria answers in the start form, unless a story says otherwise. */
const answers = {
  'Which features?': ['tax-rounding', 'invoice-export'],
  'Rollout plan': 'Canary at 10 %, then all; back by the deploy workflow with v1.4.2',
  'What to watch after the deployment': 'Error rate and queue depth of billing',
};

/** Maria (or somebody else) starts billing 1.5.0 and the card appears. */
export async function startsBilling(
  { person }: World,
  change: Readonly<Record<string, unknown>> = {},
  by = 'maria',
): Promise<void> {
  const starter = person(by);
  expect(await starter.types(backend, '/release start')).toMatchObject({ ok: true });
  await starter.sees('modal', 'Round tax per line');
  await starter.fills({ ...answers, ...change });
  expect(await starter.submits()).toEqual({ kind: 'closed' });
  await starter.sees(backend, /billing 1\.5\.0 · Backend service/);
}

/** Clicks for a form, and again where Slack's three seconds were over before it could open: a slow machine is no part of the story. */
async function opensForm(person: PersonClient, button: string, text: string): Promise<void> {
  const tooLate = async () =>
    (await person.channel(backend)).filter(({ rendered }) => rendered.includes('Click again.'));
  for (;;) {
    const before = (await tooLate()).length;
    await person.clicks(button, { in: backend });
    const came = await person.until(`the form of ${button}, with ${text}`, async () => {
      if ((await person.modal())?.text.includes(text) === true) return 'open';
      return (await tooLate()).length > before && 'too late';
    });
    if (came === 'open') return;
  }
}

/** Whoever started the release answers the checklist of what only a person can judge. */
export async function answersExpectations({ person }: World, by = 'maria'): Promise<void> {
  const starter = person(by);
  await starter.sees(backend, 'please answer the checklist *Expectations*');
  await opensForm(starter, 'Open checklist', 'Release discipline holds');
  await starter.fills({
    'Release discipline holds (scope, timing, people on hand)': ['Done'],
    'Ready to roll back, and the rollout plan says how': ['Done'],
    'Documentation links are right': ['Done'],
  });
  expect(await starter.submits()).toEqual({ kind: 'closed' });
}

/** The newest unfinished run of a workflow, waited for. */
export function runOf({ person, billing }: World, workflow: string) {
  return person('maria').until(`an unfinished run of ${workflow}`, async () =>
    (await billing.runs({ workflow })).find((r) => r.status !== 'completed'),
  );
}

/** A run of billing ends. */
export async function ends(
  world: World,
  workflow: string,
  conclusion: 'success' | 'failure' = 'success',
): Promise<void> {
  const run = await runOf(world, workflow);
  await world.billing.finishes(run.id, conclusion);
}

/** Lena reviews and signs. */
export async function lenaSigns({ person }: World): Promise<void> {
  const lena = person('lena');
  await lena.sees(backend, 'and sign: *Backend lead signs*');
  await opensForm(lena, 'Review and sign', 'I reviewed the aggregated commits');
  await lena.fills({
    'To approve, confirm': ['I reviewed the aggregated commits', 'The rollout plan and what to watch are sufficient'],
    'Your decision': 'Approve',
  });
  expect(await lena.submits()).toEqual({ kind: 'closed' });
}

/** Omar, of operations, presses Deploy. */
export async function omarDeploys({ person }: World): Promise<void> {
  const omar = person('omar');
  await omar.sees(backend, 'Deploy 1.5.0 to production');
  await omar.clicks('Deploy 1.5.0 to production', { in: backend, confirm: true });
}
