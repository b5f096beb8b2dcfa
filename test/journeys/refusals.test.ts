import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import type { PersonClient } from '../../sandbox/slack/person-client.ts';
import { slipwayYmlOfBilling } from '../billing-alone.ts';
import { ends, lenaSigns } from './acts.ts';
import { toldAlone } from './sights.ts';
import { reachesSignOff } from './stages.ts';
import { backend, newWorld, nothingWasRefused } from './world.ts';

const typed = {
  'Which features?': ['tax-rounding'],
  'Rollout plan': 'Omar deploys',
  'What to watch after the deployment': 'Captures',
};
const slipwayYml = z.looseObject({ components: z.record(z.string(), z.record(z.string(), z.unknown())) });

/** A slipway.yml with components that are set up wrong beside billing. */
async function wrongComponents(): Promise<string> {
  const file = slipwayYml.parse(parse(slipwayYmlOfBilling()));
  const { billing } = file.components;
  const roles = { 'backend-lead': { group: 'S0EMPTY' }, operations: { people: ['U0OMAR', 'U0GONE'] } };
  const components = {
    ...file.components,
    ledger: { ...billing, channel: 'C0SHARED' },
    invoicing: { ...billing, channel: 'C0CHANGELOG', roles },
  };
  const folder = await mkdtemp(join(tmpdir(), 'slipway-refusals-'));
  afterAll(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'slipway.yml'), stringify({ ...file, components }));
  return join(folder, 'slipway.yml');
}

async function opensForm(person: PersonClient, where = backend): Promise<void> {
  await person.types(where, '/release start');
  await person.sees('modal', 'Next version');
  await person.sees('modal', /Round tax per line|Nothing is new/);
}

it('whoever may not start a release here reads why, and what to do', async () => {
  const world = await newWorld({ environment: { SLIPWAY_CONFIG: await wrongComponents() } });
  const { billing, person, slack } = world;
  const [maria, gus, olaf] = [person('maria'), person('gus'), person('olaf')];
  const told = (by: PersonClient, where: string, line: string) => toldAlone(by, where, () => by.types(where, line));

  expect(await told(maria, 'dm', '/release start')).toContain(
    'A release is started where its component lives, not in a direct message: billing in #dev-backend-github',
  );
  expect(await told(maria, '#random', '/release start')).toContain('No component lives in this channel.');
  expect(await told(maria, '#with-partner', '/release start')).toContain(
    'This channel is shared with another organisation (Slack Connect)',
  );
  expect(await told(maria, backend, '/release strt minor')).toBe(
    'Slipway does not know “strt”. Did you mean `/release start minor`?',
  );
  expect(await told(maria, backend, '/release start biling')).toContain('Did you mean `/release start billing`?');
  expect(await told(maria, backend, '/release pause')).toContain('No release is running in this channel.');
  expect(await told(gus, backend, '/release start')).toBe(
    'Guests cannot use Slipway. Ask a full member of this workspace to do it.',
  );
  expect(await olaf.types('#with-partner', '/release start')).toMatchObject({ ok: false });

  await opensForm(maria, '#changelog');
  await maria.fills(typed);
  expect((await maria.submits()).errors).toEqual({
    'Kind of version':
      'The user group @nobody-yet, which fills Backend lead, has no members. Add people to it in Slack.',
    Operations: 'Gina Gone is deactivated in Slack, so choose somebody else.',
  });
  await slack.change({ change: 'archive', channel: 'changelog' });
  await world.restart(); // what Slack says of a channel is kept for minutes; the open form outlives the process
  expect((await maria.submits()).errors?.['Kind of version']).toContain('This channel is archived');
  await maria.closes();

  await opensForm(maria);
  await maria.fills({ ...typed, 'Which features?': [] });
  expect((await maria.submits()).errors).toEqual({ 'Which features?': 'Please complete this required field.' });
  await maria.fills({ ...typed, Operations: ['ben', 'omar'] });
  expect((await maria.submits()).errors).toEqual({
    Operations: 'Ben Walker may not be Operations. Those who may: Omar Okafor and Kenji Sato.',
  });
  const tip = (await billing.refs('refs/heads/dev'))[0]?.commit ?? '';
  await billing.tags('ben-w', 'v1.4.3', tip);
  await maria.fills({ Operations: ['omar'] });
  expect((await maria.submits()).errors).toEqual({
    'Kind of version': 'Nothing is new on dev since v1.4.3, so there is nothing to release.',
  });
  expect(await told(maria, backend, '/release list')).toMatch(/No release|nothing/i);
  await nothingWasRefused(world);
});

it('a second release, a deployment by somebody else, a second click and an old button are answered with what is', async () => {
  const world = await newWorld();
  const { billing, person } = world;
  const [maria, lena, omar, kenji] = [person('maria'), person('lena'), person('omar'), person('kenji')];
  await opensForm(kenji);
  await kenji.fills(typed);
  await reachesSignOff(world);
  expect((await kenji.submits()).kind).toBe('pushed');
  expect(await kenji.sees('modal', 'Running already')).toContain('billing 1.5.0');
  await kenji.closes({ all: true });
  const busy = await toldAlone(lena, backend, () => lena.types(backend, '/release start'));
  expect(busy).toMatch(
    /^\*billing 1\.5\.0 \(https:\/\/\S+\)\* is running already in #dev-backend-github, stage 2 of 5/,
  );

  const gus = person('gus');
  expect(await toldAlone(gus, backend, () => gus.clicks('Review and sign', { in: backend }))).toContain(
    'Guests cannot use Slipway.',
  );

  await ends(world, 'ci.yml');
  await lenaSigns(world);
  await ends(world, 'publish.yml');
  const deploy = 'Deploy 1.5.0 to production';
  await omar.sees(backend, deploy);
  const pressed = (by: PersonClient) => by.clicks(deploy, { in: backend, confirm: true });
  expect(await toldAlone(lena, backend, () => pressed(lena))).toBe(
    'Only the role Release manager or Operations may do this. Ask @maria, @omar or @kenji.',
  );
  const answers = (await omar.channel(backend)).filter(({ ephemeral }) => ephemeral).length;
  await Promise.all([pressed(omar), pressed(omar)]);
  const both = await omar.until('two answers', async () => {
    const alone = (await omar.channel(backend)).filter(({ ephemeral }) => ephemeral).slice(answers);
    return alone.length === 2 && alone.map(({ rendered }) => rendered);
  });
  expect(both.filter((said) => said.includes('is being deployed'))).toHaveLength(1);
  expect(both.filter((said) => said.includes('was started already, by @omar'))).toHaveLength(1);
  expect(await toldAlone(kenji, backend, () => pressed(kenji))).toContain(
    '*Deploy to production* was started already, by @omar',
  );
  await ends(world, 'deploy.yml');
  await maria.sees(backend, 'deployed v1.5.0 to production');
  expect([await billing.runs({ workflow: 'deploy.yml' }), await billing.deployments('production')]).toMatchObject([
    [{}],
    [{}],
  ]);

  expect(await toldAlone(kenji, backend, () => pressed(kenji))).toContain('*Deploy to production* is done already');
  const late = (what: string, by: PersonClient) => toldAlone(by, backend, () => by.clicks(what, { in: backend }));
  expect(await late('Review and sign', lena)).toMatch(/^\*Backend lead signs\* is done already: approved by @lena/);
  await nothingWasRefused(world);
});
