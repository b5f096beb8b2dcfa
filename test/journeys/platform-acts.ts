import { expect } from 'vitest';
import type { RepositoryClient } from '../../sandbox/github/client.ts';
import { platformScene } from '../../sandbox/github/set-scene.ts';
import type { PersonClient } from '../../sandbox/slack/person-client.ts';
import type { World } from './world.ts';

export const home = '#platform-releases';

export const platformOf = (world: World): RepositoryClient => world.github.repository('acme/platform');

/** The workflows that nobody in the story waits for end by themselves. */
export const setsScene = (world: World): Promise<void> => platformScene(platformOf(world));

/** Maria, the steward, starts platform 1.2.0 and the card appears. */
export async function startsPlatform({ person }: World): Promise<void> {
  const maria = person('maria');
  expect(await maria.types(home, '/release start')).toMatchObject({ ok: true });
  await maria.sees('modal', 'list of sessions'); // what GitHub knows has arrived
  await maria.fills({
    Highlights: 'A list of sessions in the portal',
    'Infrastructure changes': 'More memory for the API',
    'Known issues': 'None',
    'Rollout plan': 'Staging, a day of looking, production; back by deploy.yml with 1.1.0',
  });
  expect(await maria.submits()).toEqual({ kind: 'closed' });
  await maria.sees(home, /platform 1\.2\.0 · Release Please/);
}

/** The newest message with a text, waited for. */
export const messageWith = (person: PersonClient, ...texts: readonly string[]) =>
  person.until(`a message with ${texts.join(' and ')}`, async () =>
    (await person.channel(home)).findLast(
      ({ rendered, ephemeral }) => texts.every((text) => rendered.includes(text)) && !ephemeral,
    ),
  );

/** Opens the form of what a person is asked for, and again where Slack's three seconds were over before it could open. */
async function opens(person: PersonClient, button: string, ...asked: readonly string[]): Promise<void> {
  const { ts } = await messageWith(person, ...asked);
  const tooLate = async () => (await person.channel(home)).filter(({ rendered }) => rendered.includes('Click again.'));
  for (;;) {
    const before = (await tooLate()).length;
    await person.clicks(button, { in: home, message: ts });
    const came = await person.until(`the form of ${asked[0]}`, async () => {
      if ((await person.modal()) !== undefined) return 'open';
      return (await tooLate()).length > before && 'too late';
    });
    if (came === 'open') return;
  }
}

/** Ticks every item of a checklist, with evidence where one is given. */
export async function answers(
  person: PersonClient,
  checklist: string,
  items: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  await opens(person, 'Open checklist', `please answer the checklist *${checklist}*`);
  const filled = Object.entries(items).flatMap(([say, evidence]) => [
    [say, ['Done']],
    ...(evidence === undefined ? [] : [[`Evidence for “${say}”`, evidence]]),
  ]);
  await person.fills(Object.fromEntries(filled));
  expect(await person.submits()).toEqual({ kind: 'closed' });
}

/** Reviews and approves the pull request as it is now. Answers what was shown. */
export async function approves(
  person: PersonClient,
  step: string,
  head: string,
  confirms: readonly string[],
): Promise<string> {
  await opens(person, 'Review and sign', `and sign: *${step}*`, `at \`${head.slice(0, 7)}\``);
  const shown = await person.sees('modal', confirms[0] ?? '');
  await person.fills({ 'To approve, confirm': confirms, 'Your decision': 'Approve' });
  expect(await person.submits()).toEqual({ kind: 'closed' });
  return shown;
}

/** Omar deploys, and deploy.yml succeeds. */
export async function deploys(world: World, environment: string, version = '1.2.0'): Promise<void> {
  const [omar, platform] = [world.person('omar'), platformOf(world)];
  const button = `Deploy ${version} to ${environment}`;
  await omar.sees(home, button);
  await omar.clicks(button, { in: home, confirm: true });
  const run = await omar.until(`deploy.yml for ${environment}`, async () =>
    (await platform.runs({ workflow: 'deploy.yml' })).find(
      ({ title, status }) => title.includes(`to ${environment}`) && status !== 'completed',
    ),
  );
  await platform.finishes(run.id, 'success');
}
