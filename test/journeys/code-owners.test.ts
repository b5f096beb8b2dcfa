import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Octokit } from '@octokit/rest';
import { expect, it } from 'vitest';
import type { PersonClient } from '../../sandbox/slack/person-client.ts';
import { answersExpectations, ends, startsBilling } from './acts.ts';
import { messagesWith, toldAlone } from './sights.ts';
import { mergeOf, releasePullRequest } from './stages.ts';
import { backend, newWorld, nothingWasRefused } from './world.ts';

/** A slipway.yml in which CODEOWNERS fills the leads. */
function byOwners(): string {
  const file = join(mkdtempSync(join(tmpdir(), 'slipway-owners-')), 'slipway.yml');
  const text = readFileSync('slipway.yml', 'utf8').replace('{ group: S0LEADS }', '{ codeowners: true }');
  writeFileSync(file, text);
  return file;
}

async function approves(person: PersonClient): Promise<void> {
  await person.clicks('Review and sign', { in: backend });
  await person.sees('modal', 'I reviewed the aggregated commits');
  await person.fills({
    'To approve, confirm': ['I reviewed the aggregated commits', 'The rollout plan and what to watch are sufficient'],
    'Your decision': 'Approve',
  });
  expect(await person.submits()).toEqual({ kind: 'closed' });
}

it('each group of owners of what changes approves; who cannot is said plainly, and somebody is named in their place', async () => {
  const world = await newWorld({ environment: { SLIPWAY_CONFIG: byOwners() } });
  const { billing, person, githubApi } = world;
  const [maria, lena, tom, sara] = [person('maria'), person('lena'), person('tom'), person('sara')];
  const owners = '/src/ @lena-b\n/web/ @ana-d\n/ops/ @tom-h\n/other/ @kenji-q\n';
  await billing.pushes('maria-r', 'main', { '.github/CODEOWNERS': owners }, 'chore: owners');
  const octokit = new Octokit({ baseUrl: githubApi.url, auth: githubApi.token });
  await octokit.rest.repos.merge({ owner: 'acme', repo: 'billing', base: 'dev', head: 'main' });
  await billing.pushes('ana-d', 'dev', { 'web/a.ts': '1', 'ops/b.yml': 'a: 1', 'src/c.ts': '1' }, 'feat: pages');

  await startsBilling(world);
  await answersExpectations(world);
  const { number } = await releasePullRequest(world);
  await ends(world, 'ci.yml');
  await maria.sees(backend, 'and sign: *Backend lead signs*');
  const [ask] = await messagesWith(world, 'and sign: *Backend lead signs*');
  expect(ask?.rendered).toContain('Owners of /src/: @lena.');
  expect(ask?.rendered).toContain('Owners of /ops/: @tom.');
  expect(ask?.rendered).toMatch(/Owners of \/web\/: @ana may not sign this .* can name somebody in their place/);
  expect(ask?.rendered).not.toContain('/other/');
  expect(await toldAlone(sara, backend, () => sara.clicks('Review and sign', { in: backend }))).toMatch(
    /Only the role Backend lead may sign this/,
  );

  await approves(lena);
  await approves(tom);
  await maria.types(backend, '/release role billing');
  await maria.sees('modal', 'Who may approve in place of any owner');
  await maria.fills({
    'Who may approve in place of any owner': ['sara'],
    'Why? It goes into the record.': 'Ana owns it and wrote it',
  });
  expect(await maria.submits()).toEqual({ kind: 'closed' });
  await sara.sees(backend, '@sara: this waits for you now: *Backend lead signs*');
  expect((await billing.pull(number)).state).toBe('open');
  await approves(sara);
  await mergeOf(world, number);
  await nothingWasRefused(world);
});
