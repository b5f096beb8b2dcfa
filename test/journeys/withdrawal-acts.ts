import { expect } from 'vitest';
import type { RepositoryClient } from '../../sandbox/github/client.ts';
import { home, messageWith } from './platform-acts.ts';
import type { World } from './world.ts';

/** Who runs the release takes it back. Answers what the form said that this does. */
export async function withdraws(world: World, what: string, reason: string): Promise<string> {
  const maria = world.person('maria');
  const [component = ''] = what.split(' ');
  expect(await maria.types(home, `/release withdraw ${component}`)).toMatchObject({ ok: true });
  const shown = await maria.sees('modal', 'is taken back, for good');
  await maria.fills({
    'Are you sure?': [`Withdraw ${what}`],
    'Why? It goes to GitHub, to the channels and into the record.': reason,
  });
  expect(await maria.submits()).toEqual({ kind: 'closed' });
  await maria.sees(home, `⛔ Withdrawn by @maria: *${what}*. ${reason}`);
  return shown;
}

/** The run of deploy.yml that goes to an environment now. */
export const deploying = (world: World, repository: RepositoryClient, environment: string) =>
  world
    .person('maria')
    .until(`deploy.yml for ${environment}`, async () =>
      (await repository.runs({ workflow: 'deploy.yml' })).find(
        ({ title, status }) => title.includes(`to ${environment}`) && status !== 'completed',
      ),
    );

/** Presses a button of the newest message that has it and asks once more. */
export async function presses(world: World, by: string, words: string): Promise<void> {
  const person = world.person(by);
  const { ts } = await messageWith(person, `[${words}]`);
  await person.clicks(words, { in: home, message: ts, confirm: true });
}
