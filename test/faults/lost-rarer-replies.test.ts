import { Octokit } from '@octokit/rest';
import { afterEach, describe, expect, it } from 'vitest';
import { messagesWith } from '../journeys/sights.ts';
import { backend, nothingWasRefused } from '../journeys/world.ts';
import { storeKind } from '../stores.ts';
import { type Fleet, startFleet } from './rig/fleet.ts';
import { githubWrites, kindsOfWrite } from './rig/github-writes.ts';
import { everyWriteLost } from './rig/lost-replies.ts';
import { ownSetup } from './rig/own-setup.ts';

let fleet: Fleet | undefined;
let remove: (() => Promise<void>) | undefined;
afterEach(async () => {
  await fleet?.dispose();
  await remove?.();
});

/** What the backend playbook does seldom or never: a run that the tag starts, a deployment that other machinery carries out. */
const rare = {
  playbook: 'rare',
  title: 'Rare',
  'released-from': 'dev',
  roles: { 'release-manager': { title: 'Release manager', from: 'starter' } },
  stages: [
    {
      stage: 'All',
      steps: [
        { action: 'open-pull-request', title: 'Pull request', from: 'dev', to: 'main', as: 'pr' },
        { action: 'merge-pull-request', title: 'Merge', of: 'pr', as: 'merged' },
        { action: 'create-tag', title: 'Tag', at: '<merged.sha>', as: 'tagged' },
        { action: 'run-workflow', title: 'Built', workflow: 'on-tag.yml', start: 'tag', ref: '<tag>' },
        { action: 'publish-release', title: 'GitHub release', assets: ['release-record.json'] },
        { action: 'merge-back', title: 'Back', from: 'main', to: 'dev' },
        { deploy: 'production', title: 'Deploy', by: ['release-manager'] },
      ],
    },
  ],
};
const onTag = `name: On tag
on:
  push:
    tags: ['v*']
jobs:
  build:
    name: build
    runs-on: ubuntu-latest
    steps:
      - run: npm run package
`;

async function reachesTheRun(world: Fleet): Promise<void> {
  const { billing, person } = world;
  const maria = person('maria');
  await billing.pushes('ana-d', 'dev', { '.github/workflows/on-tag.yml': onTag }, 'ci: build on tags');
  await billing.protects('dev', { requirePullRequest: true });
  await maria.types(backend, '/release start');
  await maria.sees('modal', 'Round tax per line');
  expect(await maria.submits()).toEqual({ kind: 'closed' });
  await maria.until('a run', async () => (await billing.runs({ workflow: 'on-tag.yml' }))[0]);
}

/** The machinery that carries out deployments says that this one is done. */
async function deploys({ billing, githubApi, person }: Fleet): Promise<void> {
  const [deployment] = await person('maria').until('a deployment', async () => {
    const all = await billing.deployments('production');
    return all.length > 0 && all;
  });
  const octokit = new Octokit({ baseUrl: githubApi.url, auth: githubApi.token });
  const at = { owner: 'acme', repo: 'billing', deployment_id: deployment?.id ?? 0 };
  await octokit.rest.repos.createDeploymentStatus({ ...at, state: 'success' });
}

describe.each(['reset', 502] as const)('every rarer write is done and then answered by a %s', (loss) => {
  it('is read back and not done again: a re-run, a broken asset, a merge back by pull request, a deployment', async () => {
    const setup = await ownSetup(rare, { billing: { playbook: 'rare', roles: {}, values: {} } });
    remove = setup.remove;
    const world = await startFleet({ store: storeKind, environment: setup.environment });
    fleet = world;
    const { billing, person } = world;
    const maria = person('maria');
    world.fate(everyWriteLost(loss));
    await reachesTheRun(world);
    await billing.publishesRelease('ana-d', { tag: 'v1.5.0', name: 'By hand', draft: true });
    await billing.breaksUpload('ana-d', 'v1.5.0', 'release-record.json');
    await billing.finishes('on-tag.yml', 'failure');
    await maria.sees(backend, /^❌ Failed: \*Built\*/);
    await maria.clicks('Re-run failed jobs', { in: backend });
    await maria.until(
      'another attempt',
      async () => (await billing.runs({ workflow: 'on-tag.yml' }))[0]?.attempt === 2,
    );
    await billing.finishes('on-tag.yml', 'success');

    const back = await maria.until('a pull request back', async () =>
      (await billing.pulls()).find(({ base }) => base === 'dev'),
    );
    await billing.merges('ana-d', back.number);
    await maria.sees(backend, 'Deploy 1.5.0 to production');
    await maria.clicks('Deploy 1.5.0 to production', { in: backend, confirm: true });
    await deploys(world);
    await maria.sees(backend, /🏁/);

    expect(await kindsOfWrite(world)).toEqual(
      expect.arrayContaining([
        'DELETE /releases/assets/…',
        'POST /actions/runs/…/rerun-failed-jobs',
        'POST /deployments',
        'POST /git/refs',
        'POST /pulls',
        'POST /releases/…/assets',
      ]),
    );
    const writes = await githubWrites(world);
    const again = writes.filter((write, index) => writes.indexOf(write) !== index);
    expect(again).toEqual([expect.stringMatching(/^POST \/repos\/acme\/billing\/git\/tags 201 /)]);
    expect((await billing.releases()).filter(({ tag }) => tag === 'v1.5.0')).toMatchObject([
      { draft: false, assets: [{ name: 'release-record.json' }] },
    ]);
    expect(await billing.deployments('production')).toHaveLength(1);
    expect((await billing.runs({ workflow: 'on-tag.yml' })).map(({ attempt }) => attempt)).toEqual([2]);
    expect((await billing.pulls('all')).filter(({ title }) => title.startsWith('Merge main back'))).toHaveLength(1);
    expect(await messagesWith(world, /^❌ Failed/)).toHaveLength(1);
    await nothingWasRefused(world);
  });
});
