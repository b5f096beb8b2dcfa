import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect } from 'vitest';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import type { RepositoryClient } from '../../sandbox/github/client.ts';
import type { PersonClient } from '../../sandbox/slack/person-client.ts';
import { home } from './platform-acts.ts';
import type { World } from './world.ts';

export const storefrontOf = (world: World): RepositoryClient => world.github.repository('acme/storefront');

const roles = {
  'qa-lead': { people: ['U0LENA'] },
  'security-liaison': { people: ['U0SARA'] },
  sre: { people: ['U0OMAR', 'U0KENJI'] },
  'data-lead': { people: ['U0KENJI'] },
  'on-call': { people: ['U0KENJI'] },
};
const slipwayYml = z.looseObject({ components: z.record(z.string(), z.record(z.string(), z.unknown())) });

/** The environment of a Slipway that knows the storefront alone, in the channel of the story. */
export async function storefrontSetup(): Promise<Readonly<Record<string, string>>> {
  const folder = await mkdtemp(join(tmpdir(), 'slipway-storefront-'));
  afterAll(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'slipway.yml');
  const shipped = slipwayYml.parse(parse(await readFile('slipway.yml', 'utf8')));
  const storefront = { ...shipped.components['storefront'], channel: 'C0PLATFORM', roles };
  await writeFile(file, stringify({ ...shipped, components: { storefront } }));
  return { SLIPWAY_CONFIG: file };
}

/** What main holds before the release: a change of sign-in, CI green on it, a milestone that is complete; code scanning is off. */
export async function setsScene(world: World): Promise<string> {
  const storefront = storefrontOf(world);
  const head = await storefront.pushes(
    'ben-w',
    'main',
    { 'src/auth/session.ts': '// shorter\n' },
    'fix(auth): sessions end after a day',
  );
  await storefront.milestone('v2.4.0');
  await storefront.intoMilestone(1, 'v2.4.0');
  for (const scanner of ['dependabot', 'secret-scanning'] as const) await storefront.switchScanner(scanner);
  const run = await world
    .person('maria')
    .until('CI of main', async () => (await storefront.runs({ workflow: 'ci.yml', sha: head }))[0]);
  await storefront.finishes(run.id, 'success');
  return head;
}

/** Maria starts storefront 2.4.0; data and a window are wanted, and it is said not to touch security. */
export async function startsStorefront({ person }: World): Promise<void> {
  const maria = person('maria');
  expect(await maria.types(home, '/release start')).toMatchObject({ ok: true });
  await maria.sees('modal', 'wish lists'); // what GitHub knows has arrived
  await maria.fills({
    'Summary, for the release notes': 'Customers keep wish lists, and sessions end after a day.',
    'Migration steps': '- Run migrate\n- Clear the cache',
    'Rollback plan': 'Deploy v2.3.0 again',
    'What to watch after the deployment': 'Error rate of sign-in',
    'Are metrics or analytics required?': 'Yes',
    'Is a deployment window needed?': 'Yes',
    'Is a backup or snapshot needed?': 'Yes',
  });
  expect(await maria.submits()).toEqual({ kind: 'closed' });
  await maria.sees(home, /storefront 2\.4\.0 · Gated release/);
}

/** The message with a button as it was posted for the n-th time: those before are of earlier tries. */
const nthWith = (person: PersonClient, text: string, nth: number) =>
  person.until(`${text}, for the ${nth}. time`, async () => {
    const all = (await person.channel(home)).filter(
      ({ rendered, ephemeral }) => rendered.includes(`[${text}]`) && !ephemeral && !rendered.includes('*Waiting for*'),
    );
    return all[nth - 1];
  });

/** Maria presses Deploy, somebody of the other role confirms, and deploy.yml ends. */
export async function deploysTogether(
  world: World,
  environment: string,
  confirmedBy: string,
  { conclusion = 'success', attempt = 1 }: { conclusion?: 'success' | 'failure'; attempt?: number } = {},
): Promise<void> {
  const [maria, other, storefront] = [world.person('maria'), world.person(confirmedBy), storefrontOf(world)];
  for (const [person, words] of [
    [maria, `Deploy 2.4.0 to ${environment}`],
    [other, `Confirm: deploy 2.4.0 to ${environment}`],
  ] as const) {
    const { ts } = await nthWith(person, words, attempt);
    await person.clicks(words, { in: home, message: ts, confirm: true });
  }
  const run = await other.until(`deploy.yml for ${environment}`, async () =>
    (await storefront.runs({ workflow: 'deploy.yml' })).find(
      ({ title, status }) => title.includes(`to ${environment}`) && status !== 'completed',
    ),
  );
  await storefront.finishes(run.id, conclusion);
}
